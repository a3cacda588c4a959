/** Steps that the tests of several functions take, and what they look for afterwards. */
import { detailOf, type RefusalCode, refusals, refused } from '../../shared/domain/refusals';
import type { Workspace } from '../../shared/domain/workspace';
import type { Language } from '../../shared/validation/language';
import { createFaultyWorld, type FaultyWorld } from '../fakes/faults';
import {
  ACCOUNT_ID,
  type Answered,
  billingCenterSettlement,
  buy,
  INSTANCE_ID,
  logInAs,
  register,
  type WorldOptions,
} from '../fakes/world';

/** A second AliCloud account, and a second instance. */
export const OTHER_ACCOUNT_ID = '6543210987654321';
export const OTHER_INSTANCE_ID = '33884914';

/** The customer closes the instance; nobody has walked the closure yet. */
export const release = (world: FaultyWorld, instanceId = INSTANCE_ID) =>
  world.spi('releaseInstance', { instanceId, isRefund: 'false' });

export const close = async (world: FaultyWorld, instanceId = INSTANCE_ID): Promise<void> => {
  await release(world, instanceId);
  await world.settle();
};

/** What the marketplace shows of an instance that no call has announced to us. */
export const show = (
  world: FaultyWorld,
  status: 'OPENING' | 'OPENED' | 'EXPIRED' | 'CLOSED',
  { accountId = ACCOUNT_ID, instanceId = INSTANCE_ID } = {},
): void => {
  const sold = { orderId: '222222222222222', productCode: 'cmgj00053362' };
  world.marketplace.instances.set(instanceId, { instanceId, accountId, status, ...sold });
};

/** A bill is unpaid: the marketplace calls, and shows it. */
export const fallOverdue = (world: FaultyWorld, instanceId = INSTANCE_ID) => {
  show(world, 'EXPIRED', { instanceId });
  return world.spi('expiredInstance', { instanceId });
};

export const bought = async (options: WorldOptions = {}): Promise<FaultyWorld> => {
  const world = createFaultyWorld(options);
  await buy(world);
  return world;
};

/** A customer with an open instance who is signed in; the Billing Center account pays for the one workspace. */
export const signedIn = async () => {
  const world = await bought();
  const { workspace } = (await register(world, { settlement: billingCenterSettlement })).body;
  world.clock.advance(60_000);
  return { world, workspace, token: await logInAs(world) };
};

export const listed = async (world: FaultyWorld, token: string) =>
  (await world.ask('GET', '/api/workspaces', { token })).body.workspaces;

/** Sends the same again while it is told to try again, after the time it is told. */
export const persist = async (world: FaultyWorld, send: () => Promise<Answered>): Promise<Answered> => {
  for (let time = 0; ; time++) {
    const answer = await send();
    if (answer.status !== 503 || time === 3) return answer;
    world.clock.advance(Number(answer.headers['retry-after']) * 1_000);
  }
};

/** What the contract promises of a refusal's answer. */
export const refusal = (code: RefusalCode, language: Language = 'en') => ({
  status: refusals[code].status,
  headers: {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': language,
    ...(refusals[code].again && { 'retry-after': expect.stringMatching(/^[1-9]\d*$/) }),
  },
  body: {
    type: 'about:blank',
    title: refusals[code].title,
    status: refusals[code].status,
    detail: detailOf(refused(code), language),
    code,
    requestId: expect.stringMatching(/./),
  },
});

export const bindingsOf = async (world: FaultyWorld, instanceId = INSTANCE_ID): Promise<string[]> =>
  (await world.store.scan('bindings', { instanceId }, { limit: 2_000 })).rows.map(({ workspaceId }) => workspaceId);

export const rowOf = async (
  world: FaultyWorld,
  { workspaceId }: Pick<Workspace, 'workspaceId'>,
): Promise<Workspace> => {
  const row = await world.store.get('workspaces', { workspaceId });
  if (row?.kind !== 'workspace') throw new Error(`There is no workspace ${workspaceId}.`);
  return row;
};
