/** A house in order: two customers, three instances, one of them closed, with all that such a life leaves in the store. */
import type { Report } from '../../../shared/domain/consistency';
import type { FindingKind } from '../../../shared/domain/findings';
import type { Workspace } from '../../../shared/domain/workspace';
import { type Rows, type Table, tables } from '../../../shared/ports';
import { freshWorkspaceId } from '../../contracts/sample-rows';
import { createFaultyWorld, type FaultyWorld } from '../../fakes/faults';
import {
  ACCOUNT_ID,
  addWorkspace,
  alicloud,
  buy,
  INSTANCE_ID,
  logInAs,
  OPERATOR_TOKEN,
  register,
  type WorldOptions,
} from '../../fakes/world';
import { close, OTHER_ACCOUNT_ID, OTHER_INSTANCE_ID, rowOf, show } from '../steps';

/** Bought by the first customer, and closed. */
export const CLOSED_INSTANCE_ID = '33884915';

export const HOUR_MS = 60 * 60 * 1_000;

export interface House {
  readonly world: FaultyWorld;
  /** Settled by the open instance. */
  readonly paid: Workspace;
  /** Settled by the closed instance once, and switched by its closure. */
  readonly switched: Workspace;
  /** Of the other customer, settled by the other instance. */
  readonly strange: Workspace;
  readonly token: string;
}

export const build = async (options: WorldOptions = {}): Promise<House> => {
  const world = createFaultyWorld(options);
  await buy(world);
  await buy(world, OTHER_INSTANCE_ID, OTHER_ACCOUNT_ID);
  await buy(world, CLOSED_INSTANCE_ID);
  const paid = (await register(world)).body.workspace;
  const settlement = alicloud(OTHER_INSTANCE_ID, OTHER_ACCOUNT_ID);
  const strange = (await register(world, { username: 'other', settlement })).body.workspace;
  const token = await logInAs(world);
  const switched = (await addWorkspace(world, token, alicloud(CLOSED_INSTANCE_ID))).body.workspace;
  show(world, 'OPENED');
  show(world, 'OPENED', { instanceId: OTHER_INSTANCE_ID, accountId: OTHER_ACCOUNT_ID });
  show(world, 'CLOSED', { instanceId: CLOSED_INSTANCE_ID });
  await close(world, CLOSED_INSTANCE_ID);
  await world.timer('deliver-mail');
  world.clock.advance(HOUR_MS);
  const [one, two, three] = [await rowOf(world, paid), await rowOf(world, switched), await rowOf(world, strange)];
  return { world, paid: one, switched: two, strange: three, token };
};

/** So many intents at the closed instance: each is one repair. */
export const leaveIntents = async (
  world: FaultyWorld,
  count: number,
  instanceId = CLOSED_INSTANCE_ID,
): Promise<void> => {
  const put = () => ({ instanceId, workspaceId: freshWorkspaceId() });
  await world.store.writeMany(Array.from({ length: count }, () => ({ table: 'bindings', put: put() })));
};

/** Every row of a table. */
export const allOf = async <T extends Table>({ store }: FaultyWorld, table: T): Promise<readonly Rows[T][]> =>
  (await store.scan(table, {}, { limit: 100_000 })).rows;

/** All that is in the store, but for the check's own books. */
export const contents = async (world: FaultyWorld): Promise<Record<string, readonly object[]>> => {
  const own: readonly string[] = ['checks', 'findings'];
  const names = (Object.keys(tables) as Table[]).filter((table) => !own.includes(table));
  return Object.fromEntries(await Promise.all(names.map(async (table) => [table, await allOf(world, table)] as const)));
};

/** The timer's check, and all that it starts. */
export const check = async (world: FaultyWorld, payload = ''): Promise<Report> => {
  await world.timer('check-consistency', payload);
  await world.settle();
  return reportIn(world);
};

export const look = (world: FaultyWorld): Promise<Report> => check(world, '{"dryRun":true}');

/** The newest. */
export const reportIn = async (world: FaultyWorld): Promise<Report> => {
  const [report] = (await told(world)).reports;
  if (!report) throw new Error('There is no report.');
  return report;
};

export const told = async (
  world: FaultyWorld,
  language = 'en',
): Promise<{
  reports: Report[];
  findings: { kind: FindingKind; subject: string; since: string; advice: string }[];
}> => {
  const headers = { 'Accept-Language': language };
  return (await world.ask('GET', '/api/operations/consistency', { token: OPERATOR_TOKEN, headers })).body;
};

export const repaired = (kind: FindingKind, times = 1, money = {}) => ({
  [kind]: { found: times, repaired: times, left: 0, ...money },
});
export const left = (kind: FindingKind, times = 1, money = {}) => ({
  [kind]: { found: times, repaired: 0, left: times, ...money },
});

export { ACCOUNT_ID, INSTANCE_ID, OTHER_ACCOUNT_ID, OTHER_INSTANCE_ID };
