/**
 * The configuration: environment variables, each described once. A function asks for those it uses and gets them checked,
 * or does not start at all; the message names every variable that is missing or malformed, and never shows a value.
 */
import * as z from 'zod';
import type { Policies } from '../domain/policies';

/** An address that is nothing but an origin: no path, no query, no user in it. */
const isOrigin = (address: string): boolean => {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return false;
  const { href, origin } = new URL(address);
  return href === `${origin}/`;
};
/** Read as a browser writes it in an `Origin` header, so that the two can be compared. */
const url = z
  .string()
  .refine(isOrigin, 'must be an address with its scheme, such as https://example.com')
  .transform((address) => new URL(address).origin);
/** An address that people are led to. Over HTTP only on this machine, where nobody listens. */
const page = z.string().refine((address) => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}, 'must be the address of a page, such as https://example.com/agreement');
const secret = z.string().min(16, 'must have at least 16 characters');
const list = z.string().transform((codes) => codes.split(',').map((code) => code.trim()));

const variables = {
  STAGE: z.string().regex(/^[a-z0-9-]{1,16}$/, 'must be 1 to 16 lower-case letters, digits or dashes'),
  /** Where customers and the marketplace find us. */
  PUBLIC_URL: url,
  TABLESTORE_ENDPOINT: url,
  TABLESTORE_INSTANCE: z.string().min(1),
  FUNCTION_COMPUTE_ENDPOINT: url,
  MARKETPLACE_ENDPOINT: url,
  /** Without one every call of the marketplace is refused. */
  MARKETPLACE_SELLER_KEY: z.string().min(1).optional(),
  MARKETPLACE_SELLER_KEY_PREVIOUS: z.string().min(1).optional(),
  /** Product codes, separated by commas; without them every product of the seller is taken. */
  MARKETPLACE_PRODUCT_CODES: list.optional(),
  /** The product's page at the marketplace; without it the pages only say in words where to buy. */
  MARKETPLACE_PRODUCT_URL: page.optional(),
  /** What customers accept when they register; without it the pages name it and lead nowhere. */
  AGREEMENT_URL: page.optional(),
  /** Products whose usage is told by the day, separated by commas; that of all others is told by the hour. */
  METERING_DAILY_PRODUCT_CODES: list.optional(),
  /** The metering item of the products; `Unit` where it is not set. */
  METERING_ITEM_KEY: z
    .string()
    .regex(/^[A-Za-z]{1,32}$/, 'must be the name of a metering item, such as Unit')
    .optional(),
  /** Of products published recently: the id of their metering item, which each message has to name. */
  METERING_ASSIT_ID: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be the id of a metering item, such as cmapi00060317-Unit-1')
    .optional(),
  SESSION_KEY: secret,
  SESSION_KEY_PREVIOUS: secret.optional(),
  /** The policies, each off unless it is set. */
  SETTLEMENT_CHANGES_PER_MONTH: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a number from 1 to 9999')
    .transform(Number)
    .optional(),
  SETTLEMENT_LEAVE_OPEN_SUBSCRIPTION: z.literal('refuse', 'must be refuse, or not set').optional(),
  SETTLEMENT_SITE_PROVIDER: z.literal('enforce', 'must be enforce, or not set').optional(),
  SETTLEMENT_REQUIRE_PROOF: z.literal('enforce', 'must be enforce, or not set').optional(),
  /** How many repairs one run of the timed check may make. */
  CONSISTENCY_REPAIR_LIMIT: z
    .string()
    .regex(/^\d{1,6}$/, 'must be a number from 0 to 999999')
    .transform(Number)
    .optional(),
  /** Without one nobody is an operator. */
  OPERATOR_TOKEN: secret.optional(),
  OPERATOR_TOKEN_PREVIOUS: secret.optional(),
  MAIL_ENDPOINT: url,
  MAIL_SENDER: z.email('must be an e-mail address'),
} as const;

type Variables = { [Name in keyof typeof variables]: z.output<(typeof variables)[Name]> };
export type VariableName = keyof Variables;

export const variableNames = Object.keys(variables) as VariableName[];

/** An empty variable counts as one that is not set: that is how a deployment leaves an optional one out. */
export const readEnvironment = <Name extends VariableName>(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly Name[],
): Pick<Variables, Name> => {
  const values: Partial<Record<VariableName, unknown>> = {};
  const faults: string[] = [];
  for (const name of names) {
    const value = environment[name] === '' ? undefined : environment[name];
    const result = variables[name].safeParse(value);
    if (result.success) values[name] = result.data;
    else if (value === undefined) faults.push(`${name} is not set`);
    else faults.push(`${name} ${result.error.issues[0]?.message ?? 'is malformed'}`);
  }
  if (faults.length > 0) throw new Error(`The configuration is not right: ${faults.join('; ')}.`);
  return values as Pick<Variables, Name>;
};

/** The variables of the policies; each function names those that concern it. */
export const policiesOf = (set: Partial<Variables>): Policies => ({
  ...(set.SETTLEMENT_CHANGES_PER_MONTH !== undefined && { changesPerMonth: set.SETTLEMENT_CHANGES_PER_MONTH }),
  stayWhileOpen: set.SETTLEMENT_LEAVE_OPEN_SUBSCRIPTION !== undefined,
  onlyOwnCloud: set.SETTLEMENT_SITE_PROVIDER !== undefined,
  requireProof: set.SETTLEMENT_REQUIRE_PROOF !== undefined,
});

/** Where the store is. */
export const storeOf = (set: Pick<Variables, 'TABLESTORE_ENDPOINT' | 'TABLESTORE_INSTANCE'>) => ({
  endpoint: set.TABLESTORE_ENDPOINT,
  instanceName: set.TABLESTORE_INSTANCE,
});

/** The keys that sign sessions and proofs: the current one and, while it is being rotated, the one before it. */
export const sessionKeysOf = (
  set: Pick<Variables, 'SESSION_KEY' | 'SESSION_KEY_PREVIOUS'>,
): readonly [string, ...string[]] =>
  set.SESSION_KEY_PREVIOUS === undefined ? [set.SESSION_KEY] : [set.SESSION_KEY, set.SESSION_KEY_PREVIOUS];

/** The tokens of operators: the current one and, while it is being rotated, the one before it. None at all: no operators. */
export const operatorTokensOf = (
  set: Partial<Pick<Variables, 'OPERATOR_TOKEN' | 'OPERATOR_TOKEN_PREVIOUS'>>,
): readonly string[] =>
  // The one before counts only beside a current one: unset, the door is closed.
  set.OPERATOR_TOKEN === undefined
    ? []
    : [set.OPERATOR_TOKEN, set.OPERATOR_TOKEN_PREVIOUS].flatMap((token) => token ?? []);
