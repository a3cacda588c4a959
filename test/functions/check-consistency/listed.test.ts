/** What nothing proves: the check lists it with what an operator should do, run after run, and touches nothing. */
import { type FindingKind, findingFacts, findingKinds } from '../../../shared/domain/findings';
import { closureMailId, type Mail } from '../../../shared/domain/mail';
import type { Workspace } from '../../../shared/domain/workspace';
import { show } from '../steps';
import {
  build,
  CLOSED_INSTANCE_ID,
  check,
  contents,
  HOUR_MS,
  type House,
  INSTANCE_ID,
  left,
  OTHER_ACCOUNT_ID,
  told,
} from './house';

interface Case {
  readonly name: string;
  spoil(house: House): Promise<unknown> | unknown;
  /** Takes it back; where it is written in the store, by putting the row that was there. */
  mend(house: House): Promise<unknown> | unknown;
  readonly kind: FindingKind;
  subject(house: House): string;
}

const put = ({ world }: House, row: Workspace) => world.store.write({ table: 'workspaces', put: row });

/** The workspace's history, each entry changed. */
const rewritten = (row: Workspace, change: (entry: Workspace['timeline'][number], at: number) => object): Workspace =>
  ({ ...row, timeline: row.timeline.map((entry, at) => ({ ...entry, ...change(entry, at) })) }) as unknown as Workspace;

const theNotice = ({ switched }: House) => closureMailId(CLOSED_INSTANCE_ID, switched.owner);
const noticeOf = async (house: House): Promise<Mail> => {
  const mail = await house.world.store.get('mails', { mailId: theNotice(house) });
  if (!mail) throw new Error('There is no notice.');
  return mail;
};
const notices = new Map<House, Mail>();
const changeNotice = (change: (mail: Mail) => object) => async (house: House) => {
  const mail = await noticeOf(house);
  notices.set(house, mail);
  await house.world.store.write({ table: 'mails', put: { ...mail, ...change(mail) } });
};
const restoreNotice = (house: House) =>
  house.world.store.write({ table: 'mails', put: notices.get(house) ?? ({} as Mail) });

const UNREADABLE = '0'.repeat(32);
const fail = (action: string, message: string) => (house: House) => {
  house.world.marketplace.failed.push({ notificationId: UNREADABLE, action, message });
};
const forget = (house: House) => {
  house.world.marketplace.failed.length = 0;
};

const cases: readonly Case[] = [
  {
    name: 'a history that goes back in time',
    spoil: (house) =>
      put(
        house,
        rewritten(house.switched, (entry, at) => ({ fromMs: entry.fromMs - at * HOUR_MS })),
      ),
    mend: (house) => put(house, house.switched),
    kind: 'timeline-broken',
    subject: ({ switched }) => switched.workspaceId,
  },
  {
    name: 'a closure in the history that names no instance',
    spoil: (house) =>
      put(
        house,
        rewritten(house.switched, () => ({ closureOf: undefined })),
      ),
    mend: (house) => put(house, house.switched),
    kind: 'timeline-broken',
    subject: ({ switched }) => switched.workspaceId,
  },
  {
    name: 'a workspace whose account is gone',
    spoil: ({ world, strange: { username } }) => world.store.write({ table: 'usernames', remove: { username } }),
    mend: async ({ world, paid, strange: { username, owner } }) => {
      const account = await world.store.get('usernames', { username: paid.username });
      if (account) await world.store.write({ table: 'usernames', put: { ...account, username, owner } });
    },
    kind: 'account-missing',
    subject: ({ strange }) => strange.workspaceId,
  },
  {
    name: 'a workspace settled by an instance that was sold to somebody else',
    spoil: (house) =>
      put(
        house,
        rewritten(house.strange, ({ settlement }) => ({ settlement: { ...settlement, instanceId: INSTANCE_ID } })),
      ),
    mend: (house) => put(house, house.strange),
    kind: 'settled-by-stranger',
    subject: ({ strange }) => strange.workspaceId,
  },
  {
    name: 'an AliCloud account that settles one customer and is linked to another',
    spoil: async ({ world, strange }) => {
      const link = await world.store.get('links', { accountId: OTHER_ACCOUNT_ID as never });
      if (link) await world.store.write({ table: 'links', put: { ...link, owner: `acct_${'0'.repeat(32)}` } });
      return strange;
    },
    mend: async ({ world, strange: { owner } }) => {
      const link = await world.store.get('links', { accountId: OTHER_ACCOUNT_ID as never });
      if (link) await world.store.write({ table: 'links', put: { ...link, owner } });
    },
    kind: 'link-elsewhere',
    subject: ({ strange }) => strange.workspaceId,
  },
  {
    name: 'an instance that the marketplace does not know',
    spoil: ({ world }) => world.marketplace.instances.delete(INSTANCE_ID),
    mend: ({ world }) => show(world, 'OPENED'),
    kind: 'unknown-to-marketplace',
    subject: () => INSTANCE_ID,
  },
  {
    name: 'an instance that the marketplace shows as somebody else’s, though it is closed there too',
    spoil: ({ world }) => show(world, 'CLOSED', { accountId: OTHER_ACCOUNT_ID }),
    mend: ({ world }) => show(world, 'OPENED'),
    kind: 'buyer-differs',
    subject: () => INSTANCE_ID,
  },
  {
    name: 'a notice that leaves out a workspace',
    spoil: changeNotice(({ notice }) => ({ notice: { ...notice, workspaceIds: [`wksp_${'0'.repeat(32)}`] } })),
    mend: restoreNotice,
    kind: 'notice-incomplete',
    subject: theNotice,
  },
  {
    name: 'a notice whose list is gone',
    spoil: changeNotice(({ notice }) => ({ notice: { ...notice, workspaceIds: undefined, listId: 'gone' } })),
    mend: restoreNotice,
    kind: 'notice-incomplete',
    subject: theNotice,
  },
  {
    name: 'a notice of a closure that was none',
    spoil: async ({ world, ...house }) => {
      const mail = await noticeOf({ world, ...house });
      const notice = { ...mail.notice, instanceId: INSTANCE_ID } as Mail['notice'];
      await world.store.write({ table: 'mails', put: { ...mail, mailId: 'closure/false', notice } });
    },
    mend: ({ world }) => world.store.write({ table: 'mails', remove: { mailId: 'closure/false' } }),
    kind: 'notice-without-closure',
    subject: () => 'closure/false',
  },
  {
    name: 'a mail that the mail service refuses for good',
    async spoil(house) {
      await changeNotice(({ sentAtMs: _, ...mail }) => ({ ...mail, sentAtMs: undefined, undeliverableAtMs: 1 }))(house);
      const todo = { queue: 'mails', subject: theNotice(house), sinceMs: 1 } as const;
      await house.world.store.write({ table: 'todos', put: todo });
    },
    mend: restoreNotice,
    kind: 'mail-undeliverable',
    subject: theNotice,
  },
  {
    name: 'an undelivered call of no known action',
    spoil: fail('sellInstance', '{}'),
    mend: forget,
    kind: 'call-unreadable',
    subject: () => UNREADABLE,
  },
  {
    name: 'an undelivered call that is no JSON',
    spoil: fail('releaseInstance', 'instanceId=33884913'),
    mend: forget,
    kind: 'call-unreadable',
    subject: () => UNREADABLE,
  },
  {
    name: 'an undelivered call of an instance that nobody knows',
    spoil: fail('upgradeInstance', '{"instanceId":"77777777","orderId":"222222222222222","skuId":"basic"}'),
    mend: forget,
    kind: 'call-unreadable',
    subject: () => UNREADABLE,
  },
];

describe.each(cases)('$name', ({ spoil, mend, kind, subject }) => {
  test('is listed, since when and with advice, until it is no more', async () => {
    const house = await build();
    const { world } = house;
    await spoil(house);
    const before = await contents(world);

    expect((await check(world)).findings).toEqual(left(kind));
    const first = (await told(world)).findings;
    expect(first).toEqual([
      { kind, subject: subject(house), since: expect.any(String), advice: findingFacts[kind].advice.en },
    ]);
    world.clock.advance(HOUR_MS);
    expect((await check(world)).findings).toEqual(left(kind));
    expect((await told(world)).findings).toEqual(first);
    expect(await contents(world)).toEqual(before);

    await mend(house);
    expect((await check(world)).findings).toEqual({});
    expect((await told(world)).findings).toEqual([]);
  });
});

test('a call that makes no sense is not confirmed', async () => {
  const house = await build();
  fail('sellInstance', '{}')(house);
  await check(house.world);
  expect(house.world.marketplace.failed).toHaveLength(1);
});

test('every kind says in both languages what to do, in one sentence', async () => {
  for (const kind of findingKinds) {
    const { zh, en } = findingFacts[kind].advice;
    expect(zh).toMatch(/^[^。]+。$/);
    expect(en).toMatch(/^[A-Z].*\.$/);
  }
  const { world } = await build();
  fail('sellInstance', '{}')({ world } as House);
  await check(world);
  expect((await told(world, 'zh')).findings[0]?.advice).toBe(findingFacts['call-unreadable'].advice.zh);
});
