/**
 * An export of a system that runs has no one moment: what happens while it is read is in some of its tables and not in
 * others. Here each thing happens between each two tables; what was read is put into another store, the timed check runs
 * there as it does each hour, and then every promise holds again.
 */
import { exportedTables } from '../../../local/operations/exported-tables';
import { toKey } from '../../../shared/adapters/tablestore/row';
import { currentEntry } from '../../../shared/domain/workspace';
import type { Table, Write } from '../../../shared/ports';
import { createFaultyWorld, type FaultyWorld } from '../../fakes/faults';
import { addWorkspace, alicloud, billingCenterSettlement, buy, change, logInAs, register } from '../../fakes/world';
import { allOf, build, check, HOUR_MS, type House, told } from '../../functions/check-consistency/house';
import { close, fallOverdue, release, show } from '../../functions/steps';

const NEW_INSTANCE_ID = '33884919';
const NEW_ACCOUNT_ID = '1111222233334444';

interface Event {
  readonly name: string;
  happen(house: House): Promise<unknown>;
}

const registration: Event = {
  name: 'a customer buys, registers and is settled by the new instance',
  async happen({ world }) {
    await buy(world, NEW_INSTANCE_ID, NEW_ACCOUNT_ID);
    show(world, 'OPENED', { instanceId: NEW_INSTANCE_ID, accountId: NEW_ACCOUNT_ID });
    await register(world, { username: 'late', settlement: alicloud(NEW_INSTANCE_ID, NEW_ACCOUNT_ID) });
  },
};

const events: readonly Event[] = [
  { name: 'nothing', happen: async () => {} },
  registration,
  {
    name: 'a further workspace',
    happen: ({ world, token }) => addWorkspace(world, token, alicloud()),
  },
  {
    name: 'a change to the Billing Center account',
    async happen({ world, token, paid }) {
      await change(world, token, paid, billingCenterSettlement);
      await world.timer('deliver-mail');
    },
  },
  {
    name: 'a change to an instance',
    happen: ({ world, token, switched }) => change(world, token, switched, alicloud()),
  },
  {
    name: 'a release that nobody has walked yet',
    happen: async ({ world }) => {
      show(world, 'CLOSED');
      await release(world);
    },
  },
  {
    name: 'a closure, and its mail',
    async happen({ world }) {
      show(world, 'CLOSED');
      await close(world);
      await world.timer('deliver-mail');
    },
  },
  {
    name: 'an unpaid bill',
    async happen({ world }) {
      await fallOverdue(world);
      await world.settle();
    },
  },
];

type Moment = Table | 'the end';

/** What an export in this order reads while the event happens before `at` is read; at the end: after everything is. */
const readWhile = async (
  house: House,
  event: Event,
  at: Moment,
  order: readonly Table[] = exportedTables,
): Promise<Write[]> => {
  const writes: Write[] = [];
  for (const table of order) {
    if (table === at) await event.happen(house);
    writes.push(...(await allOf(house.world, table)).map((row) => ({ table, insert: row }) as Write));
  }
  if (at === 'the end') await event.happen(house);
  return writes;
};

/** A system of its own over the rows, which asks the same marketplace, some hours later. */
const restored = async (house: House, writes: readonly Write[]): Promise<FaultyWorld> => {
  const world = createFaultyWorld({ marketplace: house.world.marketplace, clock: house.world.clock });
  await world.store.writeMany(writes);
  for (let hour = 0; hour < 4; hour++) {
    world.clock.advance(HOUR_MS);
    await check(world);
    await world.timer('close-subscription');
    await world.timer('deliver-mail');
    await world.settle();
  }
  return world;
};

/** The promises that do not hold. */
const broken = async (world: FaultyWorld): Promise<string[]> => {
  const faults: string[] = [];
  const keysOf = async (table: Table) =>
    new Set((await allOf(world, table)).map((row) => JSON.stringify(toKey(table, row))));
  const [bindings, lists] = [await keysOf('bindings'), await keysOf('workspacesByOwner')];
  for (const row of await allOf(world, 'workspaces')) {
    if (row.kind !== 'workspace') continue;
    const { workspaceId, owner, username } = row;
    if (!(await logInAs(world, username))) faults.push(`nobody can log in to ${username}`);
    if (!lists.has(JSON.stringify({ owner, workspaceId }))) faults.push('a workspace is not in the list of its owner');
    const { settlement } = currentEntry(row);
    if (settlement.method === 'billing-center') continue;
    const { instanceId, accountId } = settlement;
    const instance = await world.store.get('instances', { instanceId });
    if (instance?.accountId !== accountId) faults.push('a workspace is settled by an instance of somebody else');
    if (instance?.status !== 'open' && instance?.status !== 'overdue') faults.push('a workspace has a dead payer');
    if ((await world.store.get('links', { accountId }))?.owner !== owner) faults.push('a workspace has no link');
    if (!bindings.has(JSON.stringify({ instanceId, workspaceId }))) faults.push('a workspace has no binding');
  }
  return faults;
};

const left = async (world: FaultyWorld) => (await told(world)).findings.map(({ kind }) => kind);

const moments: readonly Moment[] = [...exportedTables, 'the end'];

describe.each(events)('$name', (event) => {
  it.each(moments)('before %s', async (at) => {
    const house = await build();
    const world = await restored(house, await readWhile(house, event, at));
    expect(await broken(world)).toEqual([]);
    expect(await left(world)).toEqual([]);
    // Once more at most: where it was sent after the mails were read.
    expect(world.mailer.sent.length).toBeLessThanOrEqual(1);
  });
});

it('read in the opposite order, an account could be lost', async () => {
  const house = await build();
  const world = await restored(house, await readWhile(house, registration, 'workspaces', exportedTables.toReversed()));
  expect(await broken(world)).toEqual(['nobody can log in to late']);
  expect(await left(world)).toEqual(['account-missing']);
});
