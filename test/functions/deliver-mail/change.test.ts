/** The mail of a changed settlement: its to-do row comes before the change, and the mail of what the change left behind. */
import { changeMailId } from '../../../shared/domain/mail';
import { mailOf } from '../../../shared/domain/mails/content';
import { type Workspace, withEntry } from '../../../shared/domain/workspace';
import { settlement } from '../../../shared/validation/settlement';
import type { WorkspaceId } from '../../../shared/validation/workspace';
import {
  crashAfter,
  crashBefore,
  createFaultyWorld,
  effectsOf,
  type FaultyWorld,
  failOnce,
  type Interfere,
  interleaved,
  loseAnswerOnce,
} from '../../fakes/faults';
import {
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  logInAs,
  PUBLIC_URL,
  register,
} from '../../fakes/world';

const startMs = Date.parse('2026-01-01T00:00:00.000Z');
const minute = 60_000;
const CHANGE = 'the-change';
const after = settlement.parse(alicloud());

/** A world with one workspace, a change of which was announced. */
const announced = async (changeId = CHANGE) => {
  const world = createFaultyWorld();
  const { body } = await register(world, { settlement: billingCenterSettlement });
  const workspaceId: WorkspaceId = body.workspace.workspaceId;
  const mailId = changeMailId(workspaceId, changeId);
  await world.store.write({ table: 'todos', put: { queue: 'changes', subject: mailId, sinceMs: startMs } });
  return { ...world, workspaceId, mailId };
};
type Announced = Awaited<ReturnType<typeof announced>>;

const workspaceIn = async ({ store, workspaceId }: Announced): Promise<Workspace> => {
  const row = await store.get('workspaces', { workspaceId });
  if (row?.kind !== 'workspace') throw new Error('There is no such workspace.');
  return row;
};

const commit = async (world: Announced, changeId = CHANGE) => {
  const before = await workspaceIn(world);
  const next = withEntry(before, {
    settlement: after,
    fromMs: world.clock.nowMs(),
    cause: 'change',
    by: 'owner',
    changeId,
  });
  await world.store.write({ table: 'workspaces', replace: next, of: before.version });
};
const changed = async () => {
  const world = await announced();
  await commit(world);
  return world;
};

const fire = (world: FaultyWorld) => world.timer('deliver-mail');
const todosIn = async (world: FaultyWorld) =>
  (await world.store.scan('todos', { queue: 'changes' }, { limit: 1_000 })).rows.map(({ subject }) => subject);
const mailIn = ({ store, mailId }: Announced) => store.get('mails', { mailId });

it('a change that took effect is told to its owner, once', async () => {
  const world = await changed();
  expect(await fire(world)).toEqual({ sent: 1, failed: 0 });

  const { owner, workspaceId } = await workspaceIn(world);
  const notice = {
    kind: 'change' as const,
    workspace: { workspaceId, site: 'cn1', name: 'Acme production' },
    before: settlement.parse(billingCenterSettlement),
    after,
    changedAtMs: startMs,
    by: 'owner' as const,
    languages: ['zh' as const],
  };
  expect(world.mailer.sent).toEqual([{ to: 'ops@acme.example', ...mailOf(notice, PUBLIC_URL) }]);
  expect(await mailIn(world)).toMatchObject({ owner, username: 'acme', notice, attempts: 1, sentAtMs: startMs });
  expect(await todosIn(world)).toEqual([]);

  world.clock.advance(60 * minute);
  expect(await fire(world)).toEqual({ sent: 0, failed: 0 });
});

it('what a customer changes is told; what was refused, or was so already, is not', async () => {
  const world = createFaultyWorld();
  await buy(world);
  const workspace = (await register(world)).body.workspace;
  const token = await logInAs(world);
  // biome-ignore format: one case a line
  const wishes: [wish: object, status: number, mails: number][] = [
    [alicloud(),             200, 0],
    [alicloud('99999999'),   404, 0],
    [billingCenterSettlement, 200, 1],
    [billingCenterSettlement, 200, 1],
    [alicloud(),             200, 2],
  ];
  for (const [wish, status, mails] of wishes) {
    expect((await change(world, token, workspace, wish)).status).toBe(status);
    await fire(world);
    expect([wish, world.mailer.sent.length]).toEqual([wish, mails]);
  }
  expect(world.mailer.sent.map(({ subject }) => subject)).toEqual([
    '工作空间的结算方式已更改为费用中心账号结算',
    '工作空间的结算方式已更改为阿里云账号结算',
  ]);
  world.clock.advance(15 * minute);
  await fire(world);
  expect([world.mailer.sent.length, await todosIn(world)]).toEqual([2, []]);
});

it('a to-do row that is put again owes no second mail', async () => {
  const world = await changed();
  await fire(world);
  await world.store.write({ table: 'todos', put: { queue: 'changes', subject: world.mailId, sinceMs: startMs } });
  world.clock.advance(60 * minute);
  expect(await fire(world)).toEqual({ sent: 0, failed: 0 });
  expect([world.mailer.sent.length, await todosIn(world)]).toEqual([1, []]);
});

it('a change that was overtaken before anybody looked is told as it was', async () => {
  const world = await changed();
  const row = await workspaceIn(world);
  const closed = withEntry(row, {
    settlement: { method: 'billing-center' },
    fromMs: startMs,
    cause: 'closure',
    by: 'marketplace',
    changeId: 'closure/33884913',
    closureOf: '33884913',
  });
  await world.store.write({ table: 'workspaces', replace: closed, of: row.version });
  expect(await fire(world)).toEqual({ sent: 1, failed: 0 });
  expect((await mailIn(world))?.notice).toMatchObject({ kind: 'change', after, by: 'owner' });
});

describe('a change that has not come', () => {
  // biome-ignore format: one case a line
  it.each<[afterMs: number, todos: number]>([
    [0,               1],
    [minute,          1],
    [15 * minute - 1, 1],
    [15 * minute,     0],
  ])('after %d ms: %d to-do rows', async (afterMs, todos) => {
    const world = await announced();
    world.clock.advance(afterMs);
    expect(await fire(world)).toEqual({ sent: 0, failed: 0 });
    expect([world.mailer.sent, await mailIn(world), await todosIn(world)]).toEqual([
      [],
      undefined,
      todos === 1 ? [world.mailId] : [],
    ]);
  });

  // biome-ignore format: one case a line
  it.each<[what: string, workspaceId: (world: Announced) => string, changeId: string]>([
    ['of a workspace that never came',     () => `wksp_${'f'.repeat(32)}`,     CHANGE],
    ['of a workspace with another change', ({ workspaceId }) => workspaceId, 'another-change'],
  ])('%s is no mail, early or late', async (_what, workspaceIdOf, changeId) => {
    const world = await changed();
    await fire(world);
    const subject = changeMailId(workspaceIdOf(world), changeId);
    await world.store.write({ table: 'todos', put: { queue: 'changes', subject, sinceMs: startMs } });
    await fire(world);
    world.clock.advance(15 * minute);
    await fire(world);
    expect([world.mailer.sent.length, await todosIn(world)]).toEqual([1, []]);
  });

  it('and comes late is told when it has come', async () => {
    const world = await announced();
    for (let minutes = 0; minutes < 14; minutes++) {
      await fire(world);
      world.clock.advance(minute);
    }
    expect(world.mailer.sent).toEqual([]);
    await commit(world);
    expect(await fire(world)).toEqual({ sent: 1, failed: 0 });
    expect((await mailIn(world))?.notice).toMatchObject({ changedAtMs: startMs + 14 * minute });
  });

  it('but had come when the timer was long late is told all the same', async () => {
    const world = await changed();
    world.clock.advance(24 * 60 * minute);
    expect(await fire(world)).toEqual({ sent: 1, failed: 0 });
  });

  it('because the workspace began with it is no change', async () => {
    const world = createFaultyWorld();
    const { body } = await register(world, { settlement: billingCenterSettlement });
    const row = await world.store.get('workspaces', { workspaceId: body.workspace.workspaceId });
    const first = row?.kind === 'workspace' ? row.timeline[0].changeId : '';
    const subject = changeMailId(body.workspace.workspaceId, first);
    await world.store.write({ table: 'todos', put: { queue: 'changes', subject, sinceMs: startMs } });
    expect(await fire(world)).toEqual({ sent: 0, failed: 0 });
    world.clock.advance(15 * minute);
    await fire(world);
    expect([world.mailer.sent, await todosIn(world)]).toEqual([[], []]);
  });
});

describe('a to-do row that nothing can be made of', () => {
  const subjects = [
    '',
    'change/',
    'change/wksp_1/x',
    `change/wksp_${'a'.repeat(32)}/`,
    'greeting/acme',
    'closure/1/acct_1',
  ];

  it.each(subjects)('%j stays; once it is old, that is a warning', async (subject) => {
    const world = createFaultyWorld();
    await world.store.write({ table: 'todos', put: { queue: 'changes', subject, sinceMs: startMs } });
    const warnings = () => world.lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'warn');
    world.clock.advance(15 * minute - 1);
    expect(await fire(world)).toEqual({ sent: 0, failed: 0 });
    expect(warnings()).toEqual([]);
    world.clock.advance(1);
    expect(await fire(world)).toEqual({ sent: 0, failed: 0 });
    expect(warnings()).toMatchObject([{ mailId: subject }]);
    expect(await todosIn(world)).toEqual([subject]);
  });

  it('does not hold up the others', async () => {
    const world = await changed();
    for (const subject of subjects)
      await world.store.write({ table: 'todos', put: { queue: 'changes', subject, sinceMs: startMs } });
    world.clock.advance(60 * minute);
    expect(await fire(world)).toEqual({ sent: 1, failed: 0 });
    expect((await todosIn(world)).sort()).toEqual([...subjects].sort());
  });
});

describe('exactly once', () => {
  const later = async (world: FaultyWorld) => {
    for (let minutes = 0; minutes < 20; minutes++) {
      world.clock.advance(minute);
      await fire(world).catch(() => {});
    }
  };

  // biome-ignore format: one case a line
  it.each<[what: string, strike: (nth: number) => Interfere]>([
    ['fails',                            failOnce],
    ['is unanswered',                    loseAnswerOnce],
    ['is the first that never comes',    crashBefore],
    ['is the last that happens, unheard', crashAfter],
  ])('whichever call of the store %s', async (_what, strike) => {
    const sample = await changed();
    const effects = await effectsOf(sample, () => fire(sample));
    // biome-ignore format: in their order
    expect(effects).toEqual([
      'scan todos', 'scan todos', 'scan todos', 'read mails', 'read workspaces', 'write attempts', 'write mails', 'write mails', 'read usernames', 'write mails', 'write todos',
    ]);
    for (let nth = 1; nth <= effects.length; nth++) {
      const world = await changed();
      await world.during(strike(nth), () => fire(world).catch(() => {}));
      // Only who died between the sending and its record leaves a mail that goes out again.
      const unrecorded = world.mailer.sent.length === 1 && (await mailIn(world))?.sentAtMs === undefined;
      await later(world);
      expect([nth, world.mailer.sent.length, await todosIn(world)]).toEqual([nth, unrecorded ? 2 : 1, []]);
      expect(unrecorded && nth < 9).toBe(false);
    }
  });

  it('however many senders come to it at once', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const world = await changed();
      const senders = [() => fire(world), () => fire(world), () => world.invoke('deliver-mail', {})];
      const outcomes = await interleaved(world, seed, senders);
      expect([seed, outcomes.filter((outcome) => outcome instanceof Error)]).toEqual([seed, []]);
      await later(world);
      expect([seed, world.mailer.sent.length, await todosIn(world)]).toEqual([seed, 1, []]);
    }
  });

  it('whenever the commit falls between the steps of senders', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const world = await announced();
      await interleaved<unknown>(world, seed, [() => fire(world), () => commit(world), () => fire(world)]);
      await later(world);
      expect([seed, world.mailer.sent.length, await todosIn(world)]).toEqual([seed, 1, []]);
    }
  });
});

it('an account gets a hundred a day, whichever workspaces they are of; the last says so, and the next day begins anew', async () => {
  const world = createFaultyWorld();
  await buy(world);
  const registered = (await register(world, { settlement: billingCenterSettlement })).body.workspace;
  const token = await logInAs(world);
  const further = (await addWorkspace(world, token, billingCenterSettlement)).body.workspace;
  const flip = async (times: number) => {
    for (let nth = 0; nth < times; nth++) {
      const { settlement } =
        (await workspaceIn({ ...world, workspaceId: further.workspaceId, mailId: '' })).timeline.at(-1) ?? {};
      const wish = settlement?.method === 'alicloud' ? billingCenterSettlement : alicloud();
      for (const workspace of [registered, further])
        expect((await change(world, token, workspace, wish)).status).toBe(200);
    }
    await fire(world);
  };
  const last = () => world.mailer.sent.filter(({ text }) => /this is the last mail|不再逐封发送/.test(text)).length;

  await flip(49);
  expect([world.mailer.sent.length, last()]).toEqual([98, 0]);
  await flip(20);
  expect([world.mailer.sent.length, last()]).toEqual([100, 1]);
  expect(await todosIn(world)).toEqual([]);
  world.clock.advance(24 * 60 * minute);
  const tomorrow = await logInAs(world);
  expect((await change(world, tomorrow, registered, billingCenterSettlement)).status).toBe(200);
  await fire(world);
  expect(world.mailer.sent).toHaveLength(101);
});
