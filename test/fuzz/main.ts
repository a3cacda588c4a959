/**
 * `npm run fuzz`: every door in memory, every function without HTTP, every door over real HTTP, and the local cloud's own.
 *
 * `-- --inputs N` for each door in memory (10,000), `--wire N` over HTTP (a tenth of it), `--door TEXT` for those whose name
 * contains it, `--seed N` or `SEED=N` to try the same inputs again. Whether an answer came late enough to be none is the
 * one thing here that the clock decides.
 */
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { removeData, startSystem } from '../fakes/system';
import { type Campaign, type Failure, type Outcome, run, type Watch } from './campaign';
import { circumstances } from './circumstances';
import { doorsOf } from './doors';
import { framing } from './framing';
import { openStand, type Stand } from './in-memory';
import { invocationsOf } from './invocations';
import { localDoorsOf } from './local-doors';
import { requestTo, shown } from './request';
import { startWatchdog } from './watchdog';
import { askOver, faultsAfter, faultsOfWriting, keys, type OnTheWire, setSceneAt, signedInAgain } from './wire';

const PATIENCE_MS = 60_000;

const { values: given } = parseArgs({
  options: {
    inputs: { type: 'string', default: '10000' },
    wire: { type: 'string' },
    door: { type: 'string', default: '' },
    seed: { type: 'string', default: process.env.SEED ?? String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const inputs = Number(given.inputs);
const inputsOverWire = Number(given.wire ?? Math.ceil(inputs / 10));
const seed = Number(given.seed);
if (![inputs, inputsOverWire, seed].every(Number.isInteger))
  throw new Error('--inputs, --wire and --seed are numbers.');

interface Sum {
  doors: number;
  inputs: number;
  readonly codes: Record<string, number>;
  readonly failures: Failure[];
}

const sum: Sum = { doors: 0, inputs: 0, codes: {}, failures: [] };

const add = (name: string, { inputs: tried, codes, failure }: Outcome): void => {
  sum.doors++;
  sum.inputs += tried;
  for (const [code, count] of Object.entries(codes)) sum.codes[code] = (sum.codes[code] ?? 0) + count;
  console.error(`${name}: ${tried} inputs, ${JSON.stringify(codes)}`);
  if (!failure) return;
  sum.failures.push(failure);
  console.error(`FAILED, seed ${failure.seed}: ${JSON.stringify(failure, null, 2)}`);
};

/** What is wrong after all of them together. */
const note = (door: string, faults: readonly string[]): void => {
  if (faults.length === 0) return;
  sum.failures.push({ door, seed, faults, input: 'all of them together' });
  console.error(`FAILED, seed ${seed}: ${JSON.stringify(faults, null, 2)}`);
};

const runAll = async <Input>(campaigns: readonly Campaign<Input>[], numRuns: number, watch: Watch): Promise<void> => {
  for (const campaign of campaigns.filter(({ name }) => name.includes(given.door))) {
    add(campaign.name, await run(campaign, { seed, numRuns, watch }));
  }
};

const inMemory = (stand: Stand) =>
  doorsOf(stand.world.functions()).map((door) => ({
    name: door.name,
    inputs: fc.record({ sent: requestTo(door, stand.scene), around: circumstances }),
    judge: ({ sent, around }: { sent: Parameters<Stand['ask']>[1]; around: Parameters<Stand['ask']>[2] }) =>
      stand.ask(door, sent, around),
    show: ({ sent, around }: { sent: Parameters<Stand['ask']>[1]; around: unknown }) => ({ ...shown(sent), around }),
  }));

const overHttp = async (stand: Stand, watch: Watch): Promise<void> => {
  const system = await startSystem({ environment: keys });
  try {
    const scene = await setSceneAt(system);
    for (const door of doorsOf(stand.world.functions())) {
      const current = await signedInAgain(system, scene);
      const campaign: Campaign<OnTheWire> = {
        name: `HTTP ${door.name}`,
        inputs: fc.record({ sent: requestTo(door, current), framing, place: fc.nat(2 ** 22) }),
        judge: (input) => askOver(system, door, input),
        show: (input) => ({ ...shown(input.sent), framing: input.framing.name }),
      };
      await runAll([campaign], inputsOverWire, watch);
    }
    note('HTTP', await faultsAfter(system));
    await runAll(localDoorsOf(system), inputsOverWire, watch);
    note('local', faultsOfWriting(system));
    const code = await system.stop();
    if (code !== 0) note('local', [`the system ended with ${code}: ${system.printed()}`]);
  } finally {
    await system.stop('SIGKILL');
    await removeData();
  }
};

const main = async (): Promise<void> => {
  const startMs = Date.now();
  const { watch, stop } = startWatchdog(PATIENCE_MS);
  const stand = await openStand();
  console.error(`seed ${seed}`);
  await runAll(inMemory(stand), inputs, watch);
  await runAll(
    invocationsOf(
      stand.world.functions().map(({ name }) => name),
      stand.contents,
    ),
    inputs,
    watch,
  );
  if (inputsOverWire > 0) await overHttp(stand, watch);
  await stop();
  const seconds = Math.round((Date.now() - startMs) / 1_000);
  console.log(
    JSON.stringify({ seed, inputs: sum.inputs, doors: sum.doors, codes: sum.codes, failures: sum.failures, seconds }),
  );
  process.exitCode = sum.failures.length === 0 ? 0 : 1;
};

main();
