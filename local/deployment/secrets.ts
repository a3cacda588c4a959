/**
 * Which variables are secrets, what makes one strong enough to deploy, and how they are kept out of what is printed. A
 * secret of ours is made of random bytes, 32 of them where `.env.example` is followed; the seller key is made by the
 * marketplace.
 */
import { developmentEnvironment } from '../settings';
import type { Environment } from './stage';

/** Ours to make. */
export const ownSecrets = ['SESSION_KEY', 'SESSION_KEY_PREVIOUS', 'OPERATOR_TOKEN', 'OPERATOR_TOKEN_PREVIOUS'] as const;

/** Given to us. */
export const givenSecrets = ['MARKETPLACE_SELLER_KEY', 'MARKETPLACE_SELLER_KEY_PREVIOUS'] as const;

const secretNames = [
  ...ownSecrets,
  ...givenSecrets,
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'ALIBABA_CLOUD_SECURITY_TOKEN',
] as const;

/** `openssl rand -base64 32` gives 44. */
const LEAST_CHARACTERS = 32;
/**
 * Our decision: fewer different characters than this are a pattern and no chance; among 32 characters by chance, even
 * hexadecimal ones, fewer than ten come once in ten thousand times.
 */
const LEAST_DIFFERENT_CHARACTERS = 10;

const development = Object.values(developmentEnvironment({}));

/** What is wrong with a secret that we made; nothing where it will do. The value itself is never in the answer. */
export const weaknessOf = (value: string): string | undefined => {
  if (isForDevelopment(value)) return 'is one of the development values, which everybody can read';
  if (value.length < LEAST_CHARACTERS) return `has ${value.length} characters, and needs ${LEAST_CHARACTERS}`;
  if (new Set(value).size < LEAST_DIFFERENT_CHARACTERS) return 'repeats a few characters, and is to be made by chance';
  return undefined;
};

/** What `npm start` runs with, or something that says so of itself. */
export const isForDevelopment = (value: string): boolean =>
  development.includes(value) || /development|example|change-?me|not-for-deployment/i.test(value);

/** Writes `***` wherever a secret of this environment stands in a text, as it is or as JSON writes it. */
export const withoutSecrets = (text: string, environment: Environment): string =>
  secretNames
    .flatMap((name) => environment[name] || [])
    // A longer one first, which may contain a shorter one.
    .sort((one, other) => other.length - one.length)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .reduce((blotted, secret) => blotted.replaceAll(secret, '***'), text);
