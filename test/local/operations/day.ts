/**
 * A stage as time passes: its timers fire, its customers do what they do, and Log Service evaluates every alarm each minute
 * over what the functions really wrote. What the platform writes of itself a test adds in its words.
 */
import { type Entry, tryAlarm } from '../../../local/operations/alarm-trial';
import { alarms } from '../../../local/operations/alarms';
import { register, type WorldOptions } from '../../fakes/world';
import { build, HOUR_MS, type House } from '../../functions/check-consistency/house';

export const STAGE = 'dev';

const MINUTE_MS = 60_000;

export const functionNamed = (name: string, stage = STAGE): string => `account-settlement-${stage}-${name}`;

/** Lines as their entries in a log store. */
export const entriesOf = (lines: readonly string[], stage = STAGE): Entry[] =>
  lines.map((line) => {
    const message = JSON.parse(line);
    return { atMs: Date.parse(message.time), functionName: functionNamed(message.function, stage), message };
  });

type Timer = 'close-subscription' | 'deliver-mail' | 'push-metering' | 'settle-fees' | 'check-consistency';

export interface Day extends House {
  /** The platform's metrics of one request. */
  request(name: string, metrics: Readonly<Record<string, unknown>>): void;
  /** Its timer fires no more. */
  stop(timer: Timer): void;
  /** Lets so many minutes pass; `happens` in each of them. */
  pass(minutes: number, happens?: () => Promise<unknown>): Promise<void>;
  /** The alarms that have fired, with whom they name. */
  fired(): string[];
  entries(): readonly Entry[];
}

export const beginDay = async (options: WorldOptions = {}): Promise<Day> => {
  const house = await build(options);
  const { world } = house;
  world.lines.length = 0;
  const requests: Entry[] = [];
  const stopped = new Set<Timer>();
  const fired = new Set<string>();
  let minutes = 0;

  const entries = () => [...entriesOf(world.lines), ...requests];
  const fire = async (timer: Timer) => {
    if (!stopped.has(timer)) await world.timer(timer).catch(() => undefined);
  };
  const tick = async () => {
    await fire('close-subscription');
    await fire('deliver-mail');
    if (minutes % 5 === 0) await fire('push-metering');
    if (minutes % 10 === 0) await fire('settle-fees');
    if (minutes++ % (HOUR_MS / MINUTE_MS) === 0) await fire('check-consistency');
    await world.settle().catch(() => undefined);
    for (const alarm of alarms) {
      for (const { by } of tryAlarm(alarm, entries(), STAGE, world.clock.nowMs())) {
        fired.add(by === undefined ? alarm.name : `${alarm.name} ${by}`);
      }
    }
  };
  await tick();
  return {
    ...house,
    entries,
    fired: () => [...fired].sort(),
    stop: (timer) => void stopped.add(timer),
    request: (name, metrics) => {
      requests.push({ atMs: world.clock.nowMs(), functionName: functionNamed(name), request: metrics });
    },
    async pass(count, happens) {
      for (let nth = 0; nth < count; nth++) {
        world.clock.advance(MINUTE_MS);
        await happens?.();
        await tick();
      }
    },
  };
};

/** One more customer. */
export const customer = ({ world }: Day, nth: number) =>
  register(world, { username: `customer-${nth}`, settlement: { method: 'billing-center' } });
