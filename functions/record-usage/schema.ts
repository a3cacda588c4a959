/**
 * What the platform says of usage: a CloudEvent of type `workspace:Usage:recorded`, whose `data` is one item's value in one
 * hour. It comes by itself, or as the body of a message of a queue, which EventBridge wraps in an event of its own
 * (EventBridge documents, "Simple Message Queue").
 *
 * An element that is no such event is told from one whose item, quantity or workspace is wrong: who mends it must know which.
 */
import * as z from 'zod';
import type { UsageEvent } from '../../shared/domain/fees/record';
import type { UnusableReason } from '../../shared/domain/fees/usage';
import { HOUR_MS } from '../../shared/validation/day';
import { readCloudEvent } from '../../shared/validation/function-compute';
import { given, members } from '../../shared/validation/given';
import { quantity } from '../../shared/validation/quantity';
import { site } from '../../shared/validation/site';
import { unprintable } from '../../shared/validation/text';
import { usageItem } from '../../shared/validation/usage-item';
import { workspaceId } from '../../shared/validation/workspace';

export const USAGE_TYPE = 'workspace:Usage:recorded';

/** RFC 3339, in any zone. No such date, like 30 February, is moved on by `Date`, and so does not come back as written. */
const instant = z.string().transform((written, context) => {
  const upper = written.toUpperCase();
  const [, date, sign, hours, minutes] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))$/.exec(upper) ?? [];
  const atMs = date === undefined ? Number.NaN : Date.parse(upper);
  const aheadMs = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  if (!Number.isNaN(atMs) && new Date(atMs + aheadMs).toISOString().startsWith(date ?? '')) return atMs;
  context.addIssue({ code: 'custom', message: 'malformed' });
  return z.NEVER;
});

const hour = instant.refine((atMs) => atMs % HOUR_MS === 0);

/** As a number, or as its digits. */
const retention = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
]);

/** Our decision: the id is kept with the value, so it has a limit. */
const eventId = z
  .string()
  .min(1)
  .max(128)
  .refine((id) => !unprintable.test(id));

const usageEvent = z
  .object({
    id: eventId,
    type: z.literal(USAGE_TYPE),
    /** CloudEvents does not ask for it, but of two values of an hour it decides which stands. */
    time: instant,
    data: given(members({ site, workspaceId, item: usageItem, hour, quantity, retention: retention.exactOptional() })),
  })
  .transform(
    ({ id, time, data: { hour: hourMs, ...data } }): UsageEvent => ({ ...data, hourMs, atMs: time, eventId: id }),
  );

/** A message of a queue: its body is JSON text, or has been read already. */
const queued = z.object({
  type: z.literal('mns:Queue:SendMessage'),
  data: z.object({ messageBody: z.unknown() }),
});

/** What the platform sent, taken out of the message that carried it. */
export const unwrapped = (element: unknown): unknown => {
  const message = queued.safeParse(element);
  if (!message.success) return element;
  const { messageBody } = message.data.data;
  if (typeof messageBody !== 'string') return messageBody;
  try {
    return JSON.parse(messageBody);
  } catch {
    return messageBody;
  }
};

/** Which member makes an event unusable in a way of its own; the first that applies is told. */
const reasons: readonly (readonly [member: string, code: string, reason: UnusableReason])[] = [
  ['item', 'not-offered', 'item-not-known'],
  ['quantity', 'malformed', 'quantity-malformed'],
  ['site', 'not-offered', 'workspace-not-found'],
  // What is no workspace's ID names none that exists.
  ['workspaceId', 'malformed', 'workspace-not-found'],
];

/** One element as it was delivered, without what wraps it. */
export const readUsage = (sent: unknown): UsageEvent | UnusableReason => {
  const event = readCloudEvent(sent);
  const read = usageEvent.safeParse(event);
  if (event && read.success) return read.data;
  const issues = read.error?.issues ?? [];
  const found = issues.map(({ path: [first, member], message }) =>
    first === 'data' ? reasons.find(([name, code]) => name === member && code === message) : undefined,
  );
  // One that is wrong in its form as well was never meant so.
  if (event === null || found.length === 0 || found.includes(undefined)) return 'malformed';
  return reasons.find((reason) => found.includes(reason))?.[2] ?? 'malformed';
};
