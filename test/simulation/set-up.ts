/** Where a pair of actors begins: made once by real calls of the real handlers, and copied for each run. */
import type { MarketplaceInstance, OutgoingMail } from '../../shared/ports';
import { createContents } from '../fakes/contents';
import { fakeRandom } from '../fakes/ports';
import {
  ACCOUNT_ID,
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  createWorld,
  INSTANCE_ID,
  logInAs,
  register,
  type World,
} from '../fakes/world';

/** A second instance of the same AliCloud account; it is open. */
export const OTHER_INSTANCE_ID = '33884914';

export const X = alicloud();
export const Y = alicloud(OTHER_INSTANCE_ID);

export interface SetUp {
  /** Of the instance that it is all about. */
  readonly instance?: 'unknown' | 'open' | 'overdue' | 'closing';
  /** Who pays for the workspace that it is all about. */
  readonly workspace?: 'billing-center' | 'X' | 'Y';
  /** Mails that are owed, and not sent yet. */
  readonly mails?: boolean;
  /** Further workspaces of the same owner that the instance pays for; their ids come after the other's. */
  readonly further?: number;
  /** A registration that died just before its commit: its claims are there, and count for nothing. */
  readonly dead?: boolean;
}

export interface Begun {
  readonly contents: ReturnType<typeof createContents>;
  readonly shown: ReadonlyMap<string, MarketplaceInstance>;
  readonly sent: readonly OutgoingMail[];
  readonly nowMs: number;
  readonly token: string;
  readonly workspace: { readonly site: string; readonly workspaceId: string };
}

type Shown = Pick<World, 'marketplace'>;

/** What the marketplace shows from now on. */
export const show = ({ marketplace }: Shown, status: MarketplaceInstance['status'], instanceId = INSTANCE_ID): void => {
  const sold = { accountId: ACCOUNT_ID, orderId: '222222222222222', productCode: 'cmgj00053362' };
  marketplace.instances.set(instanceId, { instanceId, status, ...sold });
};

const payers = { 'billing-center': billingCenterSettlement, X, Y } as const;

export const begin = async (setUp: SetUp): Promise<Begun> => {
  const { instance = 'open', workspace: payer = 'billing-center', mails = false, further = 0, dead = false } = setUp;
  const contents = createContents();
  const world = createWorld({ contents });
  show(world, 'OPENED');
  show(world, 'OPENED', OTHER_INSTANCE_ID);
  if (instance !== 'unknown') await buy(world);
  await buy(world, OTHER_INSTANCE_ID);
  const { workspace } = (await register(world, { settlement: billingCenterSettlement })).body;
  world.clock.advance(60_000);
  const token = await logInAs(world);
  for (let nth = 0; nth < further; nth++) {
    world.clock.advance(1);
    await addWorkspace(world, token, X, `Further ${nth}`);
  }
  if (mails && payer === 'billing-center') {
    await change(world, token, workspace, Y);
    await change(world, token, workspace, payers[payer]);
  }
  if (payer !== 'billing-center') await change(world, token, workspace, payers[payer]);
  if (!mails) await world.timer('deliver-mail');
  if (dead) {
    const dying = createWorld({
      contents,
      clock: world.clock,
      random: fakeRandom('who died'),
      interfere: ({ table, write }) => (table === 'workspaces' && write ? 'fail' : 'proceed'),
    });
    await register(dying, { username: 'newbie', settlement: billingCenterSettlement });
  }
  world.clock.advance(60_000);
  if (instance === 'overdue') {
    show(world, 'EXPIRED');
    await world.spi('expiredInstance', { instanceId: INSTANCE_ID });
    if (!mails) await world.timer('deliver-mail');
  }
  if (instance === 'closing') {
    show(world, 'CLOSED');
    await world.spi('releaseInstance', { instanceId: INSTANCE_ID, isRefund: 'false' });
  }
  world.clock.advance(60_000);
  const { marketplace, mailer, clock } = world;
  return { contents, shown: marketplace.instances, sent: mailer.sent, nowMs: clock.nowMs(), token, workspace };
};
