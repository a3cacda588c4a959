/** Whether the server can be reached, by what became of the last request. */
import { useSyncExternalStore } from 'react';

let lost = false;
const listeners = new Set<() => void>();
const become = (next: boolean) => {
  if (next === lost) return;
  lost = next;
  for (const listener of listeners) listener();
};
window.addEventListener('offline', () => become(true));

/** `fetch`, watched: it rejects only where there was no answer at all, or where nobody waits for one any more. */
export const watchedFetch = async (address: string, init: RequestInit): Promise<Response> => {
  try {
    const response = await fetch(address, init);
    become(false);
    return response;
  } catch (fault) {
    if (!init.signal?.aborted) become(true);
    throw fault;
  }
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useConnectionLost = (): boolean => useSyncExternalStore(subscribe, () => lost);
