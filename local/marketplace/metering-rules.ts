/**
 * What `PushMeteringData` takes: a pure answer to one request, by the marketplace's documented limits. Source: Alibaba Cloud
 * Marketplace, "PushMeteringData" and "Metering of pay-as-you-go products": an array of at most 100 entries of one product,
 * times in Unix seconds as text, a usage of more than five minutes, whole values from 0 on as text, one request for an
 * instance in 60 seconds; the usage of an hour before minute 59 of the next one, that of a day before 01:59 of the next day;
 * `meteringAssit` for products published recently; no usage after the instance's end, but for the hour that holds it.
 *
 * Our decisions, where the documents are silent: the codes behind `Invalid.Parameter.`; a request is taken as a whole or not
 * at all; the hours and days are Beijing's, and of a usage that spans several the first one counts; a usage that has not ended
 * yet is refused; a refused request counts for the 60 seconds too; an overdue bill does not end a pay-as-you-go instance; usage
 * after the end is taken and not billed. A repeat is billed again: the documents know no idempotency.
 */
import * as z from 'zod';
import type { OpenApiFault } from '../openapi/fault';
import type { Instance } from './instance';

export interface MeteringRules {
  /** Products whose usage is told by the day; that of all others by the hour. */
  readonly dailyProductCodes: readonly string[];
  /** What `meteringAssit` must say of a product that was published recently; undefined: of one that need not say it. */
  readonly meteringAssit?: string | undefined;
}

/** One line of the marketplace's bill: what it took for one instance and one usage. Times in ms. */
export interface BilledUsage {
  readonly instanceId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly key: string;
  /** Units, a whole number as text. */
  readonly value: string;
  readonly acceptedAtMs: number;
  /** False: it lies after the instance's end, and costs nothing. */
  readonly billed: boolean;
}

const KEYS = [
  ...['Frequency', 'Period', 'Storage', 'NetworkOut', 'NetworkIn', 'Character', 'DailyActiveUser', 'PeriodMin'],
  ...['VirtualCpu', 'Unit', 'Memory', 'KTokens', 'Suit', 'StorageGigaByte'],
];
const MOST_ENTRIES = 100;
const APART_MS = 60_000;
const SHORTEST_MS = 300_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const BEIJING_MS = 8 * HOUR_MS;

const seconds = z.string().regex(/^\d{10}$/);
const entry = z.object({
  InstanceId: z.string().regex(/^\d{1,20}$/),
  StartTime: seconds,
  EndTime: seconds,
  Entities: z
    .array(
      z.object({
        Key: z.enum(KEYS),
        Value: z.string().regex(/^\d{1,15}$/),
        meteringAssit: z.string().optional(),
      }),
    )
    .min(1),
});
type Entry = z.infer<typeof entry>;

/** Business errors come as HTTP 500: callers have to look at the code. */
const refused = (code: string, message: string): { fault: OpenApiFault } => ({ fault: { status: 500, code, message } });
const invalid = (parameter: string, message: string) => refused(`Invalid.Parameter.${parameter}`, message);

export const flowControl = refused('Service.Flow.Control', 'The request is denied by flow control.');

/** Until when the usage that began then may be told, in ms. */
const deadlineMs = (startMs: number, isDaily: boolean): number => {
  const lengthMs = isDaily ? DAY_MS : HOUR_MS;
  const periodStartMs = startMs - ((startMs + BEIJING_MS) % lengthMs);
  return periodStartMs + lengthMs + (isDaily ? HOUR_MS : 0) + 59 * MINUTE_MS;
};

export interface MeteringWorld {
  readonly nowMs: number;
  find(instanceId: string): Instance | undefined;
  /** When the last request for the instance came, in ms. */
  lastRequestMs(instanceId: string): number | undefined;
}

/** The entries of a request whose form is right, with the instances that they name; or why not. */
export const readMetering = (text: string): { entries: readonly Entry[] } | { fault: OpenApiFault } => {
  const list = z.array(z.unknown()).min(1).safeParse(jsonOf(text)).data;
  if (!list) return invalid('Metering', 'Metering must be a JSON array of at least one entry.');
  if (list.length > MOST_ENTRIES) return refused('Metering.Data.Exceeded', `More than ${MOST_ENTRIES} entries.`);
  const entries: Entry[] = [];
  for (const one of list) {
    const { data, error } = entry.safeParse(one);
    if (!data) {
      const [name] = (error.issues[0]?.path ?? []).filter((part) => typeof part === 'string').slice(-1);
      return invalid(name ?? 'Metering', 'The entry is not as documented.');
    }
    entries.push(data);
  }
  return { entries };
};

/** What is billed of entries that were read; or why nothing is taken. */
export const decideMetering = (
  entries: readonly Entry[],
  rules: MeteringRules,
  world: MeteringWorld,
): { usages: readonly BilledUsage[] } | { fault: OpenApiFault } => {
  const { nowMs } = world;
  const products = new Set<string>();
  const usages: BilledUsage[] = [];
  for (const { InstanceId: instanceId } of entries) {
    const lastMs = world.lastRequestMs(instanceId);
    if (lastMs !== undefined && nowMs - lastMs < APART_MS) return flowControl;
  }
  for (const { InstanceId: instanceId, StartTime, EndTime, Entities } of entries) {
    const instance = world.find(instanceId);
    if (!instance) return refused('Permission.Denied', 'The instance is none of yours.');
    if (products.add(instance.productCode).size > 1) return invalid('InstanceId', 'Instances of several products.');

    const [startMs, endMs] = [Number(StartTime) * 1000, Number(EndTime) * 1000];
    if (endMs - startMs <= SHORTEST_MS) return invalid('EndTime', 'The usage must last for more than five minutes.');
    if (endMs > nowMs) return invalid('EndTime', 'The usage has not ended yet.');
    const isDaily = rules.dailyProductCodes.includes(instance.productCode);
    if (nowMs >= deadlineMs(startMs, isDaily)) return invalid('StartTime', 'The usage is told too late.');
    if (rules.meteringAssit !== undefined && Entities.some((one) => one.meteringAssit !== rules.meteringAssit)) {
      return invalid('MeteringAssit', 'The product asks for its meteringAssit.');
    }
    const billed = startMs < lastBilledMs(instance);
    for (const { Key: key, Value: value } of Entities) {
      usages.push({ instanceId, startMs, endMs, key, value, acceptedAtMs: nowMs, billed });
    }
  }
  return { usages };
};

/** The end of the hour that holds the instance's end. */
const lastBilledMs = ({ status, endOn }: Instance): number =>
  status === 'CLOSED' && endOn !== undefined ? endOn - (endOn % HOUR_MS) + HOUR_MS : Number.POSITIVE_INFINITY;

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
