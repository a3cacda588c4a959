/** Light or dark: as the system has it, unless it was chosen here. */
import { useSyncExternalStore } from 'react';
import { remembered } from './remembered';

export type Appearance = 'system' | 'light' | 'dark';

export const appearance = remembered<Appearance>('appearance', (stored) =>
  stored === 'light' || stored === 'dark' ? stored : 'system',
);

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');
const subscribe = (listener: () => void) => {
  darkSystem.addEventListener('change', listener);
  return () => darkSystem.removeEventListener('change', listener);
};

export const useDark = (): boolean => {
  const chosen = appearance.use();
  const system = useSyncExternalStore(subscribe, () => darkSystem.matches);
  return chosen === 'system' ? system : chosen === 'dark';
};
