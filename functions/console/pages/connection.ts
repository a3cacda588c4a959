/** Whether the server can be reached, by what became of the last request. */
import { useSyncExternalStore } from 'react';

const AGAIN_MS = 5_000;

let lost = false;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();
const become = (next: boolean) => {
  if (next === lost) return;
  lost = next;
  if (next) timer = setInterval(askAgain, AGAIN_MS);
  else clearInterval(timer);
  for (const listener of listeners) listener();
};
window.addEventListener('offline', () => become(true));
window.addEventListener('online', () => askAgain());

/** `fetch`, watched: it rejects only where there was no answer at all, or where nobody waits for one any more. */
export const watchedFetch = async (address: string, init: RequestInit): Promise<Response> => {
  try {
    const response = await fetch(address, init);
    // It may have been on its way when the line broke.
    if (navigator.onLine) become(false);
    return response;
  } catch (fault) {
    if (!init.signal?.aborted) become(true);
    throw fault;
  }
};

/** Whether there is a connection again: the page may have nothing else to ask. Whatever is answered tells. */
const askAgain = () => {
  if (lost && navigator.onLine) watchedFetch('/api/account', {}).catch(() => {});
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useConnectionLost = (): boolean => useSyncExternalStore(subscribe, () => lost);
