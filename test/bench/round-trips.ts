/**
 * How often the store is asked by each request and event, in a row and in all: counted at the store's port, in memory, so
 * the same on every machine. What they may be is the protocol's, and tests beside the handlers hold them to it; a closure's
 * are counted on many workspaces, for they are its pages.
 */
import type { Store } from '../../shared/ports';
import { createFaultyWorld, type FaultyWorld, roundsOf } from '../fakes/faults';
import {
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  INSTANCE_ID,
  logInAs,
  register,
} from '../fakes/world';
import { fleetOf } from '../functions/close-subscription/fleet';
import { type Bench, countedRow, plainRow, type Row } from './row';

/** Calls at the store's port, each a round trip; a batch of no rows is none. */
const callsOf = (world: FaultyWorld): number => Object.values(world.store.calls).reduce((sum, calls) => sum + calls, 0);

interface Counted {
  readonly inARow: number;
  readonly inAll: number;
}

/** A scan reads its rows one after the other in memory, which on the wire is one call. */
const countOf = async (world: FaultyWorld, act: () => Promise<{ status: number }>): Promise<Counted> => {
  const before = callsOf(world);
  const rounds = await roundsOf(world, async () => {
    const { status } = await act();
    if (status >= 400) throw new Error(`A request that is counted was answered ${status}.`);
  });
  const isRestOfScan = (effects: readonly string[], at: number) =>
    at > 0 &&
    effects.every((effect) => effect.startsWith('scan ')) &&
    (rounds[at - 1] ?? []).includes(effects[0] ?? '');
  return {
    inARow: rounds.filter((effects, at) => !isRestOfScan(effects, at)).length,
    inAll: callsOf(world) - before,
  };
};

const OTHER_INSTANCE_ID = '44884914';

const registered = async () => {
  const world = createFaultyWorld();
  await buy(world);
  const { workspace } = (await register(world)).body;
  await buy(world, OTHER_INSTANCE_ID);
  return { world, workspace, token: await logInAs(world) };
};

const ofChange = async (settlement: object): Promise<Counted> => {
  const { world, workspace, token } = await registered();
  return countOf(world, () => change(world, token, workspace, settlement));
};

const ofRegistration = async (): Promise<Counted> => {
  const world = createFaultyWorld();
  await buy(world);
  return countOf(world, () => register(world));
};

const ofFurtherWorkspace = async (): Promise<Counted> => {
  const { world, token } = await registered();
  return countOf(world, () => addWorkspace(world, token, alicloud()));
};

const ofSpiOpen = async (): Promise<Counted> => {
  const world = createFaultyWorld();
  return countOf(world, () => buy(world));
};

const ofSpiClose = async (): Promise<Counted> => {
  const world = createFaultyWorld();
  await buy(world);
  return countOf(world, () => world.spi('releaseInstance', { instanceId: INSTANCE_ID, isRefund: 'false' }));
};

const ofList = async (): Promise<Counted> => {
  const { world, token } = await registered();
  for (let nth = 0; nth < 60; nth++) await addWorkspace(world, token, billingCenterSettlement, `Workspace ${nth}`);
  return countOf(world, () => world.ask('GET', '/api/workspaces', { token }));
};

const ofLogIn = async (): Promise<Counted> => {
  const { world } = await registered();
  const json = { username: 'acme', password: 'correct horse battery' };
  return countOf(world, () => world.ask('POST', '/api/sessions', { json }));
};

/** As the wire has it: a batch of reads takes 100 rows, one of writes 200, one of none is not sent. */
const countedOnWire = (store: Store, hear: (calls: number) => void): Partial<Store> => ({
  getMany: (table, keys) => {
    hear(Math.ceil(keys.length / 100));
    return store.getMany(table, keys);
  },
  writeMany: (writes) => {
    hear(Math.ceil(writes.length / 200));
    return store.writeMany(writes);
  },
  get: (table, key) => {
    hear(1);
    return store.get(table, key);
  },
  write: (write) => {
    hear(1);
    return store.write(write);
  },
  scan: (table, under, options) => {
    hear(1);
    return store.scan(table, under, options);
  },
});

const CLOSED = 10_000;

/** Of a closure: calls for each workspace. */
const ofClosure = async (): Promise<number> => {
  const { world } = await fleetOf(CLOSED);
  await world.spi('releaseInstance', { instanceId: INSTANCE_ID, isRefund: 'false' });
  let calls = 0;
  const counted = countedOnWire({ ...world.store }, (more) => {
    calls += more;
  });
  Object.assign(world.store, counted);
  await world.invoke('close-subscription', { instanceId: INSTANCE_ID });
  return calls / CLOSED;
};

const of = async (name: string, counting: Promise<Counted>, most: number): Promise<Row> => {
  const { inARow, inAll } = await counting;
  return countedRow(name, 'in a row', inARow, most, `${inAll} in all`);
};

export const roundTrips: Bench = {
  about: 'calls of the store in a row, by each request and event',
  async run() {
    return [
      await of('change to an instance', ofChange(alicloud(OTHER_INSTANCE_ID)), 3),
      await of('change to Billing Center', ofChange(billingCenterSettlement), 3),
      await of('registration', ofRegistration(), 4),
      await of('further workspace', ofFurtherWorkspace(), 5),
      await of('SPI open', ofSpiOpen(), 1),
      await of('SPI close, until the answer', ofSpiClose(), 2),
      await of('list of 50', ofList(), 2),
      await of('log-in', ofLogIn(), 4),
      plainRow('closure, for each workspace', 'calls', await ofClosure(), { atMost: 0.03 }),
    ];
  },
};
