/**
 * Who acts, and what has to be so that there is something to do. All of them are at the same instance, the same AliCloud
 * account, and, where there is one, the same workspace and Billing Center account.
 */
import { addWorkspace, billingCenterSettlement, buy, change, INSTANCE_ID, register, type World } from '../fakes/world';
import { type Begun, OTHER_INSTANCE_ID, type SetUp, type show, X, Y } from './set-up';

/** What an actor reaches: the product, and the marketplace that shows what it calls about. */
export type Reached = Pick<World, 'ask' | 'spi' | 'timer' | 'invoke'> & {
  shows(status: Parameters<typeof show>[1]): Promise<void>;
  /** A command of an operator, carried out. */
  operate(line: string): Promise<void>;
};

export interface Actor {
  readonly needs: SetUp;
  /** One after the other; tried again from the first where the actor died. */
  act(reached: Reached, begun: Begun): Promise<unknown>;
  /** It sleeps only before it begins its request anew (`triggers/again.ts`). */
  readonly sleepsOnlyToBeginAnew: boolean;
}

const sendRegistration = (world: Reached, changes: object, key: string) =>
  register(world, { username: 'newbie', settlement: X, ...changes }, { 'Idempotency-Key': key });

const changeTo =
  (...settlements: readonly object[]): Actor['act'] =>
  async (world, { token, workspace }) => {
    for (const settlement of settlements) await change(world, token, workspace, settlement);
  };

/** An operator, whom the owner has asked. */
const mend =
  (to: string): Actor['act'] =>
  (world, { workspace }) =>
    world.operate(`mend-binding ${workspace.workspaceId} --to ${to} --anyway`);

const release = (world: Reached, instanceId = INSTANCE_ID) =>
  world.spi('releaseInstance', { instanceId, isRefund: 'false' });

const close = async (world: Reached): Promise<void> => {
  await world.shows('CLOSED');
  await release(world);
  await world.invoke('close-subscription', { instanceId: INSTANCE_ID });
};

const request = { sleepsOnlyToBeginAnew: true } as const;

export const actors = {
  register: {
    ...request,
    needs: { workspace: 'billing-center' },
    act: (world) => sendRegistration(world, {}, 'the-key-of-one'),
  },
  'register-rival': {
    ...request,
    needs: { workspace: 'billing-center' },
    act: (world) => sendRegistration(world, { password: 'another horse battery' }, 'the-key-of-another'),
  },
  'add-workspace': {
    ...request,
    needs: { workspace: 'billing-center' },
    act: (world, { token }) => addWorkspace(world, token, X),
  },
  bind: { ...request, needs: { workspace: 'billing-center' }, act: changeTo(X) },
  rebind: { ...request, needs: { workspace: 'X' }, act: changeTo(Y, X) },
  unbind: { ...request, needs: { workspace: 'X' }, act: changeTo(billingCenterSettlement) },
  open: { ...request, needs: { instance: 'unknown' }, act: (world) => buy(world) },
  overdue: {
    ...request,
    needs: { workspace: 'X', instance: 'open' },
    async act(world) {
      await world.shows('EXPIRED');
      await world.spi('expiredInstance', { instanceId: INSTANCE_ID });
    },
  },
  pay: {
    ...request,
    needs: { workspace: 'X', instance: 'overdue' },
    async act(world) {
      await world.shows('OPENED');
      const paid = { instanceId: INSTANCE_ID, orderId: '222222222222223', expiredOn: '2027-01-01 00:00:00' };
      await world.spi('renewInstance', paid);
    },
  },
  close: { ...request, needs: { workspace: 'X', instance: 'open' }, act: close },
  'close-again': { ...request, needs: { workspace: 'X', instance: 'closing' }, act: close },
  walk: {
    ...request,
    needs: { workspace: 'X', instance: 'closing' },
    act: (world) => world.timer('close-subscription'),
  },
  'deliver-mail': { ...request, needs: { workspace: 'X', mails: true }, act: (world) => world.timer('deliver-mail') },
  /** It also sleeps between its calls of the marketplace, and remembers. */
  'check-consistency': {
    sleepsOnlyToBeginAnew: false,
    needs: { workspace: 'X' },
    act: (world) => world.timer('check-consistency'),
  },
  // For the named cases.
  'bind-to-other': { ...request, needs: { workspace: 'X' }, act: changeTo(Y) },
  'bind-from-other': { ...request, needs: { workspace: 'Y' }, act: changeTo(X) },
  'mend-to-X': { ...request, needs: { workspace: 'Y' }, act: mend(INSTANCE_ID) },
  'mend-to-Y': { ...request, needs: { workspace: 'X' }, act: mend(OTHER_INSTANCE_ID) },
  'mend-to-billing-center': { ...request, needs: { workspace: 'X' }, act: mend('billing-center') },
} as const satisfies Readonly<Record<string, Actor>>;

export type ActorName = keyof typeof actors;
