/** The monthly statement: each account that was billed is told once, after the 3rd, whatever crashes. */
import { addDays } from '../../../shared/validation/day';
import { crashAfter, crashBefore, effectsOf, type FaultyWorld, loseAnswerOnce } from '../../fakes/faults';
import { all, at, begin, fire, moveTo, use } from './books';

const LAST_DAY = '2026-01-31';
const FOURTH = '2026-02-04';

const subjects = ({ mailer }: FaultyWorld) => mailer.sent.map(({ subject }) => subject);
const statements = (world: FaultyWorld) => subjects(world).filter((subject) => /月度账单|statement/.test(subject));

/** Two workspaces, one of each payer, used on a day of the month and on its last; all of it billed. */
const month = async () => {
  const customer = await begin();
  const { world, paid, own } = customer;
  // The first workspace, whose language the account's mails are in.
  const [first] = paid.timeline;
  await world.store.write({
    table: 'workspaces',
    put: { ...paid, timeline: [{ ...first, fromMs: first.fromMs - 1 }] },
  });
  for (const day of ['2026-01-10', LAST_DAY]) {
    moveTo(world, at(day, 12));
    for (const workspace of [paid, own]) await use(world, workspace, at(day, 11), '1000000');
    moveTo(world, at(addDays(day, 1), 0, 6));
    await fire(world);
  }
  return customer;
};

const mails = async (world: FaultyWorld) =>
  (await all(world, 'mails')).filter(({ notice }) => notice.kind === 'statement');
const todos = async (world: FaultyWorld) => (await all(world, 'todos')).filter(({ queue }) => queue === 'statements');

test('is sent once the 3rd is over in Beijing, and once', async () => {
  const { world, own } = await month();
  moveTo(world, at(FOURTH, 0) - 1);
  await fire(world);
  expect(statements(world)).toEqual([]);
  moveTo(world, at(FOURTH, 0));
  await fire(world);
  expect(statements(world)).toEqual(['2026-01 的月度账单']);
  expect(await mails(world)).toMatchObject([
    {
      mailId: `statement/${own.owner}/2026-01`,
      notice: {
        month: '2026-01',
        account: [{ currency: 'CNY', amount: 20_000, arrears: 20_000 }],
        alicloud: [{ accountId: '1234567890123456', currency: 'CNY', amount: 20_000 }],
      },
    },
  ]);
  expect(await todos(world)).toEqual([]);
  moveTo(world, at(FOURTH, 1));
  await fire(world);
  expect(statements(world)).toHaveLength(1);
});

test('has the bills of its month, and those of no other', async () => {
  const { world, own } = await month();
  moveTo(world, at('2026-02-01', 12));
  await use(world, own, at('2026-02-01', 11), '5000000');
  moveTo(world, at(FOURTH, 0));
  await fire(world);
  const [mail] = await mails(world);
  expect(mail?.notice).toMatchObject({ account: [{ amount: 20_000 }] });
  expect((await todos(world)).map(({ subject }) => subject)).toEqual([`2026-02/${own.owner}`]);
});

test('an account without a bill gets none', async () => {
  const { world } = await begin();
  moveTo(world, at(FOURTH, 0));
  await fire(world);
  expect(statements(world)).toEqual([]);
});

test('a bill of the month that comes after it makes no second one', async () => {
  const { world, own } = await month();
  moveTo(world, at(FOURTH, 0));
  await fire(world);
  // A day that was never used is used late, and billed for its own month.
  await use(world, own, at('2026-01-20', 11), '1000000');
  moveTo(world, at('2026-02-05', 0, 6));
  await fire(world);
  moveTo(world, at('2026-02-06', 0, 6));
  await fire(world);
  expect((await all(world, 'bills')).filter(({ day }) => day === '2026-01-20')).toHaveLength(1);
  expect(statements(world)).toHaveLength(1);
  expect((await todos(world)).map(({ subject }) => subject)).toEqual([]);
});

describe.each([
  ['dies before', crashBefore],
  ['dies after', crashAfter],
  ['loses the answer of', loseAnswerOnce],
] as const)('a run that %s a step', (_, fault) => {
  test('leaves the statement to the next, which sends it once', async () => {
    const scene = await month();
    moveTo(scene.world, at(FOURTH, 0));
    const steps = await effectsOf(scene.world, () => scene.world.timer('settle-fees'));
    const from = steps.indexOf('scan todos') + 1;
    expect(from).toBeGreaterThan(0);
    for (let nth = from; nth <= steps.length; nth++) {
      const { world } = await month();
      moveTo(world, at(FOURTH, 0));
      await world.during(fault(nth), () => world.timer('settle-fees')).catch(() => undefined);
      world.clock.advance(10 * 60_000);
      await fire(world);
      await world.timer('deliver-mail');
      expect(statements(world)).toHaveLength(1);
      expect(await todos(world)).toEqual([]);
    }
  });
});
