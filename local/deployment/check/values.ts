/**
 * The values that `s.yaml` reads of a stage, by its text: the tool itself names only the first that is missing. And a value
 * for each that must be set, so that the file can be checked anywhere and by anyone, before a stage has any.
 */
import type { Environment } from '../stage';

/** What `s.yaml` reads: its name, and whether it says what to do without. */
export interface Value {
  readonly name: string;
  readonly optional: boolean;
}

/** Each once, in the order of the file. `text` is that of `s.yaml`. */
export const valuesOf = (text: string): Value[] => {
  const values = new Map<string, Value>();
  for (const line of text.split('\n')) {
    if (line.trimStart().startsWith('#')) continue;
    for (const [, name = '', other] of line.matchAll(/\benv\(\s*['"](\w+)['"]\s*(,)?/g)) {
      values.set(name, { name, optional: other !== undefined && (values.get(name)?.optional ?? true) });
    }
  }
  return [...values.values()];
};

/** The names of the values that must be set and are not, all at once. An empty one is not set. */
export const missingValues = (text: string, environment: Environment): string[] =>
  valuesOf(text).flatMap(({ name, optional }) => (optional || environment[name] ? [] : [name]));

/** The environment, and something made up for each value that is missing, so that all the rest is checked all the same. */
export const completed = (text: string, environment: Environment): Environment => ({
  ...environment,
  ...Object.fromEntries(missingValues(text, environment).map((name) => [name, placeholders[name]])),
});

/** Each different, so that one that was given for another is found out. */
export const placeholders: Readonly<Record<string, string>> = {
  STAGE: 'check',
  DOMAIN_NAME: 'billing.example.com',
  CERTIFICATE_ID: '1',
  LOG_PROJECT: 'check-logs',
  PUBLIC_URL: 'https://billing.example.com',
  TABLESTORE_ENDPOINT: 'https://tablestore.example.com',
  TABLESTORE_INSTANCE: 'check',
  FUNCTION_COMPUTE_ENDPOINT: 'https://functions.example.com',
  MARKETPLACE_ENDPOINT: 'https://marketplace.example.com',
  MAIL_ENDPOINT: 'https://mail.example.com',
  MAIL_SENDER: 'billing@mail.example.com',
  SESSION_KEY: 'session-key-for-checks-only',
};
