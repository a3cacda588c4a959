/**
 * A choice that outlives the page, in the browser's storage: for ever, or as long as the tab. Every part of the page that uses
 * it follows when it changes, here or in another tab. Where the browser keeps nothing (its storage is switched off), the choice
 * lasts as long as the page.
 */
import { useSyncExternalStore } from 'react';

export interface Remembered<Value extends string> {
  get(): Value;
  set(value: Value): void;
  /** As if nothing had ever been chosen. */
  forget(): void;
  /** The same, for a component that is drawn anew when it changes. */
  use(): Value;
}

/** `read` tells what is stored, or null, from what it means. */
export const remembered = <Value extends string>(
  key: string,
  read: (stored: string | null) => Value,
  where: 'localStorage' | 'sessionStorage' = 'localStorage',
): Remembered<Value> => {
  let value = read(stored(key, where));
  const listeners = new Set<() => void>();
  const become = (next: Value) => {
    value = next;
    for (const listener of listeners) listener();
  };
  window.addEventListener('storage', (event) => event.key === key && become(read(event.newValue)));
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const get = () => value;
  return {
    get,
    set(next) {
      try {
        window[where].setItem(key, next);
      } catch {
        // It is kept for this page.
      }
      become(next);
    },
    forget() {
      try {
        window[where].removeItem(key);
      } catch {
        // Nothing was kept.
      }
      become(read(null));
    },
    use: () => useSyncExternalStore(subscribe, get),
  };
};

const stored = (key: string, where: 'localStorage' | 'sessionStorage'): string | null => {
  try {
    return window[where].getItem(key);
  } catch {
    return null;
  }
};
