/**
 * Event patterns: which events of a bus a rule lets through (EventBridge documents, "Event patterns"). A pattern has the
 * shape of the event; each field lists what it may be, every field must match, and a field that is not named may be
 * anything.
 *
 * Our decision: exact values, `prefix` and `suffix` are matched here; the other operators are refused when they are read.
 */
import * as z from 'zod';

const affixes = z
  .strictObject({ prefix: z.string().optional(), suffix: z.string().optional() })
  .refine((wanted) => Object.keys(wanted).length > 0, 'a prefix or a suffix is missing');
const condition = z.union([z.string(), z.number(), z.boolean(), z.null(), affixes]);
type Condition = z.output<typeof condition>;

export interface EventPattern {
  readonly [field: string]: readonly Condition[] | EventPattern;
}
const pattern: z.ZodType<EventPattern> = z.record(
  z.string(),
  z.union([z.array(condition).min(1), z.lazy(() => pattern)]),
);

/** Throws a sentence where `text` is no pattern, or one with an operator that is not matched here. */
export const parseEventPattern = (text: string): EventPattern => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`The event pattern ${text} is no JSON.`);
  }
  const parsed = pattern.safeParse(value);
  if (!parsed.success) {
    throw new Error(
      `The event pattern ${text} is wrong: it takes exact values, {"prefix": …} and {"suffix": …} in lists.`,
    );
  }
  return parsed.data;
};

export const matchesPattern = (wanted: EventPattern, event: unknown): boolean => {
  if (typeof event !== 'object' || event === null) return false;
  const fields = new Map<string, unknown>(Object.entries(event));
  return Object.entries(wanted).every(([name, conditions]) => {
    const value = fields.get(name);
    return isList(conditions) ? conditions.some((one) => meets(one, value)) : matchesPattern(conditions, value);
  });
};

const isList = (conditions: readonly Condition[] | EventPattern): conditions is readonly Condition[] =>
  Array.isArray(conditions);

const meets = (wanted: Condition, value: unknown): boolean => {
  if (typeof wanted !== 'object' || wanted === null) return wanted === value;
  const { prefix = '', suffix = '' } = wanted;
  return typeof value === 'string' && value.startsWith(prefix) && value.endsWith(suffix);
};
