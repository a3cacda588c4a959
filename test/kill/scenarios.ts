/**
 * What is at work when the kill comes, and where it comes: chosen by the seed. Most rounds are the mixed load, killed at
 * any write of it; some are the closure of an instance that settles some hundreds of workspaces. After the first kill come
 * others, soon after the start, while the system is still making good.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chance, chanceOf } from './chance';
import { createClient } from './client';
import { closeMany, customer, rivalsForLink, rivalsForName, settleMany } from './customers';
import { startLives } from './lives';
import { marketplaceOf } from './marketplace';
import { noPromises, type Promises } from './promises';
import type { Scenario } from './round';

const place = (chance: Chance, writes: number): string =>
  `${chance.pick(['after', 'before'])}:${1 + chance.number(writes)}`;

/** The first kill among so many writes, up to `more` others early in the lives that follow. */
const places = (chance: Chance, writes: number, early: number, more: number): string[] => [
  place(chance, writes),
  ...Array.from({ length: chance.number(more + 1) }, () => place(chance, early)),
];

/** About as many writes as the load makes; a place beyond it strikes while all comes to rest, or not at all. */
const WRITES_OF_MIXED = 450;

export const mixed = (seed: number, steps = 12): Scenario => ({
  killAt: places(chanceOf(seed).of('kills'), WRITES_OF_MIXED, 80, 16),
  load: (load, chance) =>
    Promise.all([
      customer(load, 'anna', '1000000000000001', chance.of('anna'), steps),
      customer(load, 'bert', '1000000000000002', chance.of('bert'), steps),
      rivalsForName(load, 'rival').then(() => rivalsForLink(load, 'linker', '1000000000000003')),
    ]),
});

/** Data with one instance that settles many, made once and copied for each round that begins with it. */
export interface Many {
  readonly directory: string;
  readonly promises: Promises;
  readonly instanceId: string;
  readonly count: number;
  remove(): Promise<void>;
}

export const settledByOne = async (count: number): Promise<Many> => {
  const directory = await mkdtemp(join(tmpdir(), 'many-'));
  const promises = noPromises();
  const complain = (what: string) => {
    throw new Error(what);
  };
  const lives = startLives({ dataDirectory: directory, killAt: [], whileDead: async () => {}, complain });
  const client = createClient(lives);
  const load = { client, promises, complain, marketplace: marketplaceOf(client, promises, complain) };
  const instanceId = await settleMany(load, 'many', '1000000000000009', count);
  await lives.stop();
  return { directory, promises, instanceId, count, remove: () => rm(directory, { recursive: true, force: true }) };
};

export const largeClosure = (seed: number, { directory, promises, instanceId, count }: Many): Scenario => ({
  // Each workspace is switched by one write and its binding removed by another.
  killAt: places(chanceOf(seed).of('kills'), 2 * count + 60, count, 16),
  async begin(copy) {
    await cp(directory, copy, { recursive: true });
    return structuredClone(promises);
  },
  load: (load, chance) => closeMany(load, 'many', instanceId, chance),
});
