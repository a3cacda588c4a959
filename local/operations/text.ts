/**
 * What was seen, as text for a person: a member a line, what belongs together indented. Times stand in UTC. A character that
 * a terminal would obey is shown and not obeyed, for some of what is shown customers typed.
 */
import { rfc3339 } from '../../shared/domain/views';
import type { Seen } from './command';

export const textOf = (seen: Seen): string => lines(seen, '').join('\n');

const lines = (seen: Seen, indent: string): string[] =>
  Object.entries(seen).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const label = `${indent}${wordsOf(name)}:`;
    if (Array.isArray(value)) return listed(label, value, `${indent}  `);
    if (isRecord(value)) return [label, ...lines(value, `${indent}  `)];
    return [`${label} ${said(name, value)}`];
  });

const listed = (label: string, values: readonly unknown[], indent: string): string[] =>
  values.length === 0
    ? [`${label} none`]
    : [
        label,
        ...values.flatMap((value) => {
          if (!isRecord(value)) return [`${indent}- ${printable(value)}`];
          const [first = '', ...more] = lines(value, `${indent}  `);
          return [`${indent}- ${first.trimStart()}`, ...more];
        }),
      ];

const isRecord = (value: unknown): value is Seen =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `nextAttemptAtMs`: next attempt at. */
const wordsOf = (name: string): string =>
  name
    .replace(/Ms$/, '')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/ id$/, ' ID');

const said = (name: string, value: unknown): string =>
  name.endsWith('Ms') && typeof value === 'number' ? rfc3339(value) : printable(value);

const commands = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

const printable = (value: unknown): string =>
  String(value).replace(commands, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
