/** The page's language: the one that was chosen here before, else the first of the browser's that we speak, else English. */
import type { Bilingual, Language } from '../../../shared/validation/language';
import { remembered } from './remembered';

const ofBrowser = (): Language => {
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return spoken.find((tag) => tag === 'zh' || tag === 'en') === 'zh' ? 'zh' : 'en';
};

export const language = remembered<Language>('language', (stored) =>
  stored === 'zh' || stored === 'en' ? stored : ofBrowser(),
);

/** As `<html lang>` and `Intl` want it. */
export const localeOf: Bilingual = { zh: 'zh-CN', en: 'en' };

/** `const t = useText()`, then `t({ zh, en })` is the one in the page's language. */
export const useText = (): (<T>(both: Bilingual<T>) => T) => {
  const current = language.use();
  return (both) => both[current];
};
