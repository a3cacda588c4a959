/** In how many ways a page is seen: a language of the browser, a width, a light or dark system. */
import type { BrowserContextOptions } from 'playwright-core';
import type { Language } from '../../shared/validation/language';

export const languages = ['en', 'zh'] as const satisfies readonly Language[];
export const widths = [1280, 360] as const;
export const themes = ['light', 'dark'] as const;

export interface Variant {
  readonly language: Language;
  /** In pixels: a desk's, and the narrowest phone's. */
  readonly width: (typeof widths)[number];
  readonly theme: (typeof themes)[number];
}

export const usual: Variant = { language: 'en', width: 1280, theme: 'light' };

export const everyVariant: readonly Variant[] = languages.flatMap((language) =>
  widths.flatMap((width) => themes.map((theme) => ({ language, width, theme }))),
);

export const nameOf = ({ language, width, theme }: Variant): string => `${language}-${width}-${theme}`;

/** A browser of such a person, who wants nothing to move. */
export const contextOptions = ({ language, width, theme }: Variant): BrowserContextOptions => ({
  locale: { zh: 'zh-CN', en: 'en-US' }[language],
  timezoneId: 'Asia/Shanghai',
  viewport: { width, height: width === 360 ? 740 : 800 },
  colorScheme: theme,
  reducedMotion: 'reduce',
});
