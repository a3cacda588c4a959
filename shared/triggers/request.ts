/** An HTTP request as our handlers see it: read out of Function Compute's envelope, bound to nothing of it. */
import type { Language } from '../validation/language';

export interface HttpRequest {
  readonly method: string;
  /** The `{name}` segments of the route's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** A name given twice has its values joined by a comma: Function Compute tells no more. */
  readonly query: Readonly<Record<string, string>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The one of our languages that the caller prefers. */
  readonly language: Language;
  readonly sourceAddress: string;
  readonly requestId: string;
  /** Names the wish, the same in every run of the handler: 32 hex digits, in the order of time. */
  readonly changeId: string;
  /** 0 in the first run of the handler, 1 in the next, and so on. */
  readonly run: number;
  readonly nowMs: number;
}

/** By lower-case name. Function Compute canonicalises names (`X-Api-Key`), other callers may not. */
export const lowerCaseNames = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** The caller's `Accept-Language` (RFC 9110), as far as it concerns us; English where it says nothing of Chinese. */
export const preferredLanguage = (acceptLanguage: string | undefined): Language => {
  const best = { zh: 0, en: 0 };
  for (const choice of (acceptLanguage ?? '').toLowerCase().split(',')) {
    const [range = '', ...parameters] = choice.split(';').map((part) => part.trim());
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    const language = range.split('-')[0];
    if ((language === 'zh' || language === 'en') && weight > best[language]) best[language] = weight;
  }
  return best.zh > best.en ? 'zh' : 'en';
};

/** An id in the order of time: 12 hex digits of Unix milliseconds, then 20 of chance. */
export const timeOrderedId = (nowMs: number, chance: string): string =>
  `${nowMs.toString(16).padStart(12, '0')}${chance.slice(0, 20)}`;
