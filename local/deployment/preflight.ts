/**
 * Whether a stage may be deployed: all that is missing or wrong at once, with what to do about each. Nothing is called and no
 * account is needed, so that a newcomer can get as far as "ready" on any machine.
 */
import type { Fault } from './check/fault';
import { valuesOf } from './check/values';
import { explanationsIn } from './example';
import { givenSecrets, isForDevelopment, ownSecrets, weaknessOf } from './secrets';
import type { Environment } from './stage';

export interface Item {
  readonly what: string;
  /** A value that is missing is no fault yet: it is what is left to do. */
  readonly state: 'ok' | 'missing' | 'wrong';
  readonly sentence: string;
}

export interface Found {
  /** The stage's values. */
  readonly environment: Environment;
  /** The texts of `s.yaml` and `.env.example`. */
  readonly sYaml: string;
  readonly example: string;
  /** What the check of `s.yaml` finds, with something made up for each value that is missing. */
  readonly faults: readonly Fault[];
  /** Sentences about bundles that are too large. */
  readonly overBudget: readonly string[];
  readonly workTree: WorkTree;
}

export interface WorkTree {
  /** The commit, abbreviated. */
  readonly commit: string;
  /** How many files differ from it. */
  readonly changed: number;
}

/** What the deployment needs beside what `s.yaml` does, which can do without: our decision is that no stage should. */
const neededToo = [
  'ALIBABA_CLOUD_ACCOUNT_ID',
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'MARKETPLACE_SELLER_KEY',
  'OPERATOR_TOKEN',
];

/** The names that must have a value. `STAGE` is the option's. */
const neededOf = (sYaml: string): string[] => [
  ...new Set([
    ...neededToo.slice(0, 3),
    ...valuesOf(sYaml).flatMap(({ name, optional }) => (optional || name === 'STAGE' ? [] : [name])),
    ...neededToo,
  ]),
];

export const preflight = (found: Found): Item[] => {
  const { environment, sYaml, example, faults } = found;
  const explanations = explanationsIn(example);
  const needed = neededOf(sYaml);
  const names = [...new Set([...needed, ...[...explanations.keys()].filter((name) => environment[name])])];
  const faultsOfValues = new Map(faults.map(({ path, sentence }) => [path, sentence]));
  return [
    ...names.map((name): Item => {
      const value = environment[name];
      if (!value) return { what: name, state: 'missing', sentence: explanations.get(name) ?? '' };
      const wrong = faultsOfValues.get(name) ?? faultOfValue(name, value, environment);
      return { what: name, state: wrong ? 'wrong' : 'ok', sentence: wrong ?? '' };
    }),
    ...settled(
      's.yaml',
      faults.flatMap(({ path, sentence }) => (names.includes(path) ? [] : [`${path} ${sentence}`])),
      'as npm run check:deploy checks it',
    ),
    ...settled('bundles', found.overBudget, 'built, each within its budget'),
    { what: 'work tree', state: 'ok', sentence: describeTree(found.workTree) },
  ];
};

/** One line for all that is right, or one for each that is not. */
const settled = (what: string, wrong: readonly string[], right: string): Item[] =>
  wrong.length === 0
    ? [{ what, state: 'ok', sentence: right }]
    : wrong.map((sentence) => ({ what, state: 'wrong', sentence }));

const describeTree = ({ commit, changed }: WorkTree): string =>
  changed === 0
    ? `all of it is in commit ${commit}`
    : `${changed} ${changed === 1 ? 'file differs' : 'files differ'} from commit ${commit}: the deployment's name will say so`;

/** The sentence never holds the value. */
const faultOfValue = (name: string, value: string, environment: Environment): string | undefined => {
  const isOneOf = (some: readonly string[]) => some.includes(name);
  if (isOneOf(ownSecrets)) {
    const weakness = weaknessOf(value);
    if (weakness) return `${weakness}: make one with openssl rand -base64 32.`;
    const same = ownSecrets.find((other) => other !== name && environment[other] === value);
    if (same) return `is the same as ${same}: make one of its own with openssl rand -base64 32.`;
  }
  if (isOneOf(givenSecrets) && isForDevelopment(value)) {
    return 'is a development value: take the key that the marketplace shows to the seller.';
  }
  if (name === 'ALIBABA_CLOUD_ACCOUNT_ID' && !/^\d{14}(\d\d)?$/.test(value)) return 'must be 14 or 16 digits.';
  if (name === 'DOMAIN_NAME' && !/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value)) {
    return 'must be a domain in lower case, such as billing.example.com, without https://.';
  }
  if (name === 'PUBLIC_URL' && environment.DOMAIN_NAME && value !== `https://${environment.DOMAIN_NAME}`) {
    return `must be https://${environment.DOMAIN_NAME}, which is where the domain leads.`;
  }
  if (/_ENDPOINT$/.test(name) && !value.startsWith('https://')) {
    return 'must begin with https://: calls carry credentials.';
  }
  return undefined;
};

/** The table, and the line that sums it up. */
export const describeItems = (items: readonly Item[]): string => {
  const widthOf = (cell: (item: Item) => string) => Math.max(...items.map((item) => cell(item).length));
  const [states, whats] = [widthOf(({ state }) => state), widthOf(({ what }) => what)];
  return items
    .map(({ what, state, sentence }) => `${state.padEnd(states)}  ${what.padEnd(whats)}  ${sentence}`.trimEnd())
    .join('\n');
};

export const verdictOf = (items: readonly Item[]): string => {
  const namesOf = (state: Item['state']) => [
    ...new Set(items.flatMap((item) => (item.state === state ? [item.what] : []))),
  ];
  const [wrong, missing] = [namesOf('wrong'), namesOf('missing')];
  const left = missing.length === 0 ? 'nothing is missing' : `these values are missing: ${missing.join(', ')}`;
  return wrong.length === 0
    ? `Ready to deploy, ${left}.`
    : `Not ready to deploy, to mend first: ${wrong.join(', ')}; ${left}.`;
};

export const mayDeploy = (items: readonly Item[]): boolean => items.every(({ state }) => state === 'ok');
