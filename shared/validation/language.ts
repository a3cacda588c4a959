/** The two languages that the product speaks, each under its own name. */
import type * as z from 'zod';
import { choice } from './choice';

export const languages = { zh: '中文', en: 'English' } as const;

export const language = choice(languages);
export type Language = z.output<typeof language>;

/** The same in both languages: a text, or what makes one. */
export type Bilingual<T = string> = Readonly<Record<Language, T>>;
