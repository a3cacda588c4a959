/**
 * The same callers over the wire: the SDK against the embedded Tablestore, which throttles, loses calls and answers, breaks
 * answers off, refuses rows of a batch, and keeps callers waiting for longer than they do. What is left is read over the wire
 * when all is well, and the same auditor looks at it.
 */
import { localCredentials } from '../../../local/credentials';
import type { FaultRule } from '../../../local/tablestore/faults';
import { tablestore } from '../../../shared/adapters/tablestore/store';
import { type Store, type Table, tables, type Write } from '../../../shared/ports';
import { pages } from '../../../shared/protocol/pages';
import { createContents, keyOf, type Row } from '../../fakes/contents';
import { fakeClock, fakeRandom } from '../../fakes/ports';
import { createWorldOver } from '../../fakes/world';
import { openEmbedded, realClock } from '../../shared/adapters/tablestore/embedded';
import { type Answer, createAuditor, type Request } from '../auditor';
import { createChance } from '../random/chance';
import { createCloud } from '../random/cloud';
import { createMarketplace } from '../random/marketplace';
import { createCounts, type Run } from '../random/run';
import { prepare, tell } from '../random/story';
import { createRealTime } from './real-time';

/** Each fault of the wire, as often as a bad day has it. */
const rules: readonly FaultRule[] = [
  { call: { refuse: 'OTSServerBusy' }, probability: 0.02 },
  { call: { refuse: 'OTSTimeout', performed: true }, probability: 0.01 },
  { call: { refuse: 'OTSServerUnavailable' }, probability: 0.01 },
  { call: 'lose-call', probability: 0.02 },
  { call: 'lose-answer', probability: 0.02 },
  { call: 'break-answer', probability: 0.01 },
  { row: { refuse: 'OTSNotEnoughCapacityUnit' }, probability: 0.02 },
  { row: { refuse: 'OTSRowOperationConflict' }, probability: 0.01 },
  { row: { refuse: 'OTSTimeout', performed: true }, probability: 0.01 },
  // Longer than a caller waits for its answer.
  { delayMs: 1_600, probability: 0.002 },
];

/** Also of what is not the wire: the marketplace, the mail, and the functions themselves. */
const odds = { fail: 0.02, loseAnswer: 0.02, late: 0, crash: 0.005 };

interface Watching {
  /** Before and after each call: here the caller may die. */
  step(): Promise<void>;
  /** The call itself. */
  during<Outcome>(outside: Promise<Outcome>): Promise<Outcome>;
  accepted(write: Write): void;
}

/** What was accepted is told as far as it was answered. */
const watched = (store: Store, { step, during, accepted }: Watching): Store => {
  const call = async <Outcome>(outside: () => Promise<Outcome>, then?: (outcome: Outcome) => void) => {
    await step();
    const outcome = await during(outside());
    then?.(outcome);
    await step();
    return outcome;
  };
  return {
    get: (table, key) => call(() => store.get(table, key)),
    getMany: (table, keys) => call(() => store.getMany(table, keys)),
    write: (write) =>
      call(
        () => store.write(write),
        () => accepted(write),
      ),
    writeMany: (writes) =>
      call(
        () => store.writeMany(writes),
        (written) => {
          for (const [at, write] of writes.entries()) if (written[at] === 'done') accepted(write);
        },
      ),
    scan: (table, under, options) => call(() => store.scan(table, under, options)),
    count: (key, by) => call(() => store.count(key, by)),
  };
};

/** All rows, read over the wire. */
const readAll = async (store: Store) => {
  const contents = createContents();
  const read = async <T extends Table>(table: T): Promise<void> => {
    for await (const rows of pages(store, table, {}, 500)) {
      for (const row of rows) contents.of(table).set(keyOf(table, row), row as unknown as Row);
    }
  };
  for (const table of Object.keys(tables) as Table[]) await read(table);
  return contents;
};

/** The same faults in the same order for the same seed, as far as the same calls come. */
export const wireRun = async (seed: number): Promise<Omit<Run, 'trace'> & { readonly faults: number }> => {
  const embedded = await openEmbedded();
  try {
    const chance = createChance(seed);
    const connect = () =>
      tablestore(embedded.target, localCredentials, { clock: realClock, random: { fraction: chance.fraction } });
    const beginning = createWorldOver(connect(), {});
    const owners = await prepare(beginning, chance.is(0.6));

    const { counts, count } = createCounts();
    const told: [Request, Answer][] = [];
    const answered = (request: Request, answer: Answer) => told.push([request, answer]);
    const { scheduler, during } = createRealTime(chance, beginning.clock.nowMs(), odds, count);
    const cloud = createCloud(scheduler, chance, { answered }, count, ({ actor, accepted, ports }) => {
      const doing = { label: 'a step', sort: 'store', lands: false, fallible: false };
      const step = () => scheduler.call(actor, doing, () => {});
      const watching = { step, during, accepted: (write: Write) => accepted(write, undefined) };
      return createWorldOver(watched(connect(), watching), ports);
    });
    cloud.mailer.sent.push(...beginning.mailer.sent);

    embedded.faults.set(rules, seed);
    let faults = 0;
    const calm = () => {
      faults = embedded.faults
        .seen()
        .filter(({ fault, rows }) => fault !== 'pass' || rows.some((row) => row !== 'pass')).length;
      embedded.faults.clear();
      scheduler.calm();
    };
    await tell({ ...scheduler, calm }, cloud, createMarketplace(cloud), owners, connect());

    const auditor = createAuditor(await readAll(connect()));
    for (const [request, answer] of told) auditor.answered(request, answer);
    for (const mail of cloud.unrecorded) auditor.unheard(mail);
    const { mailer, marketplace } = cloud;
    const clock = fakeClock(scheduler.nowMs());
    const random = fakeRandom(`at rest ${seed}`);
    await auditor.atRest(createWorldOver(connect(), { clock, random, mailer, marketplace }));
    return { violations: auditor.violations(), counts, faults };
  } finally {
    await embedded.close();
  }
};
