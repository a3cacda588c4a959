/** Light or dark: as the system has it, unless it was chosen here. */
import { useSyncExternalStore } from 'react';
import { remembered } from './remembered';

export type Appearance = 'system' | 'light' | 'dark';

export const appearance = remembered<Appearance>('appearance', (stored) =>
  stored === 'light' || stored === 'dark' ? stored : 'system',
);

/** What the system says, followed when it changes. */
const systemSays = (query: string): (() => boolean) => {
  const said = window.matchMedia(query);
  const subscribe = (listener: () => void) => {
    said.addEventListener('change', listener);
    return () => said.removeEventListener('change', listener);
  };
  return () => useSyncExternalStore(subscribe, () => said.matches);
};
const useDarkSystem = systemSays('(prefers-color-scheme: dark)');

/** Whether nothing is to move. */
export const useStill = systemSays('(prefers-reduced-motion: reduce)');

export const useDark = (): boolean => {
  const chosen = appearance.use();
  const system = useDarkSystem();
  return chosen === 'system' ? system : chosen === 'dark';
};
