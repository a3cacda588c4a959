/**
 * What is wrong with a request, as the caller is told: where, a code for programs, a sentence for the person. The issues
 * of a ZodError carry the code as their message; the sentence is written here, where the language is known.
 */
import type * as z from 'zod';
import { type FaultCode, type Flaw, faultCodes } from './fault-code';
import { type FieldName, fieldNameOf } from './field-names';
import type { Language } from './language';
import { sentences } from './sentences';

export interface Fault {
  /** A JSON Pointer (RFC 6901) into the request; empty for all of it. */
  readonly path: string;
  readonly code: FaultCode;
  /** One sentence that tells the person what to do next. */
  readonly message: string;
}

export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const isFaultCode = (message: string): message is FaultCode => faultCodes.some((code) => code === message);

/** Of a custom issue, what `rule` put there; of an enumeration or a union, the choices, by name where they have one. */
const particulars = (
  issue: z.core.$ZodIssue,
  values: FieldName['values'],
  language: Language,
): Partial<Flaw> & { offered?: string } => {
  if (issue.code === 'custom') return issue.params ?? {};
  const choices = issue.code === 'invalid_value' ? issue.values : 'options' in issue ? issue.options : undefined;
  const called = (code: string) => (values?.[code] ? `${values[code].name[language]} (${code})` : code);
  return choices ? { offered: [...choices].map((code) => called(String(code))).join(', ') } : {};
};

/** All faults at once. A schema from elsewhere, whose messages are no codes, gives `malformed`. */
export const faultsOf = (error: z.core.$ZodError, language: Language): Fault[] =>
  error.issues.map((issue) => {
    const { label, form, values } = fieldNameOf(issue.path);
    const code = isFaultCode(issue.message) ? issue.message : 'malformed';
    const subject = { ...particulars(issue, values, language), label: label[language], form: form[language] };
    return { path: pointerTo(issue.path), code, message: sentences[code][language](subject) };
  });
