import * as fc from 'fast-check';
import type { Instance } from '../../../shared/domain/instance';
import {
  bearsOut,
  caughtUp,
  closed,
  decideSubscription,
  fromMarketplace,
  needsConfirmation,
  type Shown,
  type SubscriptionAction,
  type SubscriptionEvent,
  type Transition,
  transitions,
  withNews,
} from '../../../shared/domain/subscription';
import { seed } from '../../seed';
import { ALI, minute, OTHER_ALI, X } from './samples';

const NOW = minute(0);

const sale = { accountId: ALI, orderId: '210498736260123', productCode: 'cmgj000001', skuId: 'basic' };
const told = { instanceId: X, version: 3, ...sale, expiresAtMs: minute(1_000) };

/** An instance of each state of which everything is known that can be. */
const known: Record<keyof typeof transitions, Instance | undefined> = {
  unknown: undefined,
  opening: { ...told, status: 'opening' },
  open: { ...told, status: 'open', openedAtMs: minute(-60) },
  overdue: { ...told, status: 'overdue', openedAtMs: minute(-60), overdueAtMs: minute(-30) },
  closing: { ...told, status: 'closing', openedAtMs: minute(-60), releasedAtMs: minute(-10) },
  closed: {
    ...told,
    status: 'closed',
    openedAtMs: minute(-60),
    releasedAtMs: minute(-10),
    closedAtMs: minute(-9),
  },
};

const calls: Record<SubscriptionAction, SubscriptionEvent> = {
  createInstance: { action: 'createInstance', instanceId: X, ...sale, expiresAtMs: minute(1_000) },
  orderPay: { action: 'orderPay', instanceId: X, ...sale },
  renewInstance: { action: 'renewInstance', instanceId: X, expiresAtMs: minute(2_000) },
  upgradeInstance: { action: 'upgradeInstance', instanceId: X, skuId: 'large' },
  expiredInstance: { action: 'expiredInstance', instanceId: X },
  refundRenewInstance: { action: 'refundRenewInstance', instanceId: X, expiresAtMs: minute(500) },
  releaseInstance: { action: 'releaseInstance', instanceId: X },
};

const changedMembers = (before: Instance | undefined, after: Instance): string => {
  const [one, other] = [new Map(Object.entries(before ?? {})), new Map(Object.entries(after))];
  const names = [...new Set([...one.keys(), ...other.keys()])].sort();
  return names.filter((name) => name !== 'version' && one.get(name) !== other.get(name)).join(' ');
};

/** The members that a call changed, beside the status that the column before tells. */
const SALE = 'accountId expiresAtMs instanceId openedAtMs orderId productCode skuId status';

// biome-ignore format: one case a line
const cases: [known: keyof typeof transitions, call: SubscriptionAction, becomes: Transition, changed: string][] = [
  ['unknown', 'createInstance',      'open',    SALE],
  ['unknown','orderPay',            'opening', 'accountId instanceId orderId productCode skuId status'],
  ['unknown', 'renewInstance',       'look-up', ''],
  ['unknown', 'upgradeInstance',     'look-up', ''],
  ['unknown', 'expiredInstance',     'overdue', 'instanceId openedAtMs overdueAtMs status'],
  ['unknown', 'refundRenewInstance', 'look-up', ''],
  ['unknown', 'releaseInstance',     'closing', 'instanceId releasedAtMs status'],

  ['opening', 'createInstance',      'open',    'openedAtMs status'],
  ['opening','orderPay',            'opening', ''],
  ['opening', 'renewInstance',       'open',    'expiresAtMs openedAtMs status'],
  ['opening', 'upgradeInstance',     'opening', 'skuId'],
  ['opening', 'expiredInstance',     'overdue', 'openedAtMs overdueAtMs status'],
  ['opening', 'refundRenewInstance', 'opening', 'expiresAtMs'],
  ['opening', 'releaseInstance',     'closing', 'releasedAtMs status'],

  ['open',    'createInstance',      'open',    ''],
  ['open',   'orderPay',            'open',    ''],
  ['open',    'renewInstance',       'open',    'expiresAtMs'],
  ['open',    'upgradeInstance',     'open',    'skuId'],
  ['open',    'expiredInstance',     'overdue', 'overdueAtMs status'],
  ['open',    'refundRenewInstance', 'open',    'expiresAtMs'],
  ['open',    'releaseInstance',     'closing', 'releasedAtMs status'],

  ['overdue', 'createInstance',      'overdue', ''],
  ['overdue','orderPay',            'overdue', ''],
  ['overdue', 'renewInstance',       'open',    'expiresAtMs overdueAtMs status'],
  ['overdue', 'upgradeInstance',     'overdue', 'skuId'],
  ['overdue', 'expiredInstance',     'overdue', ''],
  ['overdue', 'refundRenewInstance', 'overdue', 'expiresAtMs'],
  ['overdue', 'releaseInstance',     'closing', 'releasedAtMs status'],

  ['closing', 'createInstance',      'closing', ''],
  ['closing','orderPay',            'closing', ''],
  ['closing', 'renewInstance',       'closing', ''],
  ['closing', 'upgradeInstance',     'closing', ''],
  ['closing', 'expiredInstance',     'closing', ''],
  ['closing', 'refundRenewInstance', 'closing', ''],
  ['closing', 'releaseInstance',     'closing', ''],

  ['closed',  'createInstance',      'closed',  ''],
  ['closed', 'orderPay',            'closed',  ''],
  ['closed',  'renewInstance',       'closed',  ''],
  ['closed',  'upgradeInstance',     'closed',  ''],
  ['closed',  'expiredInstance',     'closed',  ''],
  ['closed',  'refundRenewInstance', 'closed',  ''],
  ['closed',  'releaseInstance',     'closed',  ''],
];

test('each state and each call has its line', () => {
  const lines = Object.entries(transitions).flatMap(([state, row]) =>
    Object.keys(row).map((call) => `${state} ${call}`),
  );
  expect(cases.map(([state, call]) => `${state} ${call}`)).toEqual(lines);
});

test.each(cases)('%s, %s: %s, changed: %s', (state, call, becomes, changed) => {
  const before = known[state];
  const decision = decideSubscription(before, calls[call], NOW);
  if (becomes === 'look-up') return expect(decision).toEqual({ kind: 'look-up' });
  if (decision.kind === 'look-up') throw new Error('Nothing to look up.');
  expect(decision.instance.status).toBe(becomes);
  expect(changedMembers(before, decision.instance)).toBe(changed);
  expect(decision.kind).toBe(changed === '' ? 'unchanged' : 'accepted');
  expect(decision.instance.version).toBe((before?.version ?? 0) + (changed === '' ? 0 : 1));
});

/** What an instance is after these calls, a minute apart. */
const outcomeOf = (events: readonly SubscriptionEvent[], start?: Instance): Instance | undefined =>
  events.reduce<Instance | undefined>((instance, event, nth) => {
    const decision = decideSubscription(instance, event, minute(nth));
    return decision.kind === 'look-up' ? instance : decision.instance;
  }, start);

const by = (short: string): SubscriptionEvent => {
  const action = Object.keys(calls).find((name) => name.startsWith(short)) as SubscriptionAction;
  return calls[action];
};

describe('late, repeated and swapped calls', () => {
  // biome-ignore format: one case a line
  test.each<[calls: string, status: string, accountId: string | undefined, times: Partial<Instance>]>([
    ['create',                        'open',    ALI,       { openedAtMs: minute(0) }],
    ['create create',                 'open',    ALI,       { openedAtMs: minute(0) }],
    ['release create',                'closing', ALI,       { releasedAtMs: minute(0) }],
    ['release release',               'closing', undefined, { releasedAtMs: minute(0) }],
    ['release renew',                 'closing', undefined, { releasedAtMs: minute(0) }],
    ['release expire create renew',   'closing', ALI,       { releasedAtMs: minute(0) }],
    ['create release create',         'closing', ALI,       { openedAtMs: minute(0), releasedAtMs: minute(1) }],
    ['create release renew upgrade',  'closing', ALI,       { openedAtMs: minute(0), releasedAtMs: minute(1) }],
    ['expire create',                 'overdue', ALI,       { openedAtMs: minute(0), overdueAtMs: minute(0) }],
    ['expire create renew',           'open',    ALI,       { openedAtMs: minute(0) }],
    ['create expire create',          'overdue', ALI,       { openedAtMs: minute(0), overdueAtMs: minute(1) }],
    ['create expire expire',          'overdue', ALI,       { openedAtMs: minute(0), overdueAtMs: minute(1) }],
    ['create expire renew',           'open',    ALI,       { openedAtMs: minute(0) }],
    ['create expire renew expire',    'overdue', ALI,       { openedAtMs: minute(0), overdueAtMs: minute(3) }],
    ['create expire release',         'closing', ALI,       { openedAtMs: minute(0), overdueAtMs: minute(1), releasedAtMs: minute(2) }],
    ['create expire release renew',   'closing', ALI,       { openedAtMs: minute(0), overdueAtMs: minute(1), releasedAtMs: minute(2) }],
  ])('%s: %s, sold to %s, %j', (sequence, status, accountId, times) => {
    const instance = outcomeOf(sequence.split(' ').map((short) => by(short)));
    expect(instance?.status).toBe(status);
    expect(instance?.accountId).toBe(accountId);
    const { openedAtMs, overdueAtMs, releasedAtMs, closedAtMs } = instance ?? {};
    expect(JSON.parse(JSON.stringify({ openedAtMs, overdueAtMs, releasedAtMs, closedAtMs }))).toEqual(times);
  });
});

describe('what was sold, and until when', () => {
  const { expiresAtMs: _, ...payAsYouGo } = calls.createInstance as Extract<
    SubscriptionEvent,
    { action: 'createInstance' }
  >;
  const twice: SubscriptionEvent = { ...payAsYouGo, accountId: OTHER_ALI, orderId: 'another', skuId: 'another' };
  const renewed = (minutes: number): SubscriptionEvent =>
    ({ ...calls.renewInstance, expiresAtMs: minute(minutes) }) as SubscriptionEvent;

  // biome-ignore format: one case a line
  test.each<[what: string, calls: SubscriptionEvent[], expected: Partial<Instance>]>([
    ['the first sale stands',                        [calls.createInstance, twice],                       { ...sale, expiresAtMs: minute(1_000) }],
    ['a specification stands against a late sale',   [calls.createInstance, calls.upgradeInstance, calls.createInstance], { skuId: 'large' }],
    ['a renewal prolongs',                           [calls.createInstance, renewed(2_000)],              { expiresAtMs: minute(2_000) }],
    ['a late renewal does not shorten',              [calls.createInstance, renewed(2_000), renewed(1_500)], { expiresAtMs: minute(2_000) }],
    ['a refunded renewal shortens',                  [calls.createInstance, renewed(2_000), calls.refundRenewInstance], { expiresAtMs: minute(500) }],
    ['the first renewal of pay-as-you-go sets a term', [payAsYouGo, renewed(2_000)],                      { expiresAtMs: minute(2_000) }],
    ['closing, nothing of it changes',               [calls.createInstance, calls.releaseInstance, renewed(2_000), calls.upgradeInstance, calls.refundRenewInstance], { ...sale, expiresAtMs: minute(1_000) }],
  ])('%s', (_what, events, expected) => {
    expect(outcomeOf(events)).toMatchObject(expected);
  });

  test('a pay-as-you-go instance has no term', () => {
    expect(outcomeOf([payAsYouGo])).not.toHaveProperty('expiresAtMs');
  });
});

describe('an instance that the marketplace shows and nobody announced', () => {
  const shown = { instanceId: X, accountId: ALI, orderId: '210498736260123', productCode: 'cmgj000001' };
  const row = { ...shown, version: 1 };

  // biome-ignore format: one case a line
  test.each<[status: 'OPENING' | 'OPENED' | 'EXPIRED' | 'CLOSED', instance: Instance]>([
    ['OPENING', { ...row, status: 'opening' }],
    ['OPENED',  { ...row, status: 'open',    openedAtMs: NOW }],
    ['EXPIRED', { ...row, status: 'overdue', openedAtMs: NOW, overdueAtMs: NOW }],
    ['CLOSED',  { ...row, status: 'closed',  releasedAtMs: NOW, closedAtMs: NOW }],
  ])('%s', (status, instance) => {
    expect(fromMarketplace({ ...shown, status }, NOW)).toStrictEqual(instance);
  });

  test('its specification and term come with it, where there are any', () => {
    expect(fromMarketplace({ ...shown, status: 'OPENED', skuId: 'basic', endsAtMs: 5 }, NOW)).toMatchObject({
      skuId: 'basic',
      expiresAtMs: 5,
    });
  });
});

describe('what the marketplace shows, added to what its calls have told', () => {
  const { version } = told;
  const shown = { instanceId: X, accountId: OTHER_ALI, orderId: '1', productCode: 'cmgj000001' };

  // biome-ignore format: one case a line
  test.each<[Instance, Parameters<typeof fromMarketplace>[0]['status'], object]>([
    // known by its calls                                       it shows    then
    [{ ...told, status: 'opening' },                             'OPENED',  { status: 'open', version: version + 1, openedAtMs: NOW }],
    [{ ...told, status: 'opening' },                             'CLOSED',  { status: 'opening', version }],
    [{ ...told, status: 'closed' },                              'OPENED',  { status: 'closed' }],
    [{ instanceId: X, version: 1, status: 'overdue' },  'OPENED',  { status: 'open', version: 2, accountId: shown.accountId }],
    [{ ...told, status: 'overdue' },                             'EXPIRED', { status: 'overdue' }],
    [{ instanceId: X, version: 1, status: 'closing' },  'OPENED',  { status: 'closing', version: 2, accountId: shown.accountId }],
  ])('%j, %s', (known, status, then) => {
    expect(withNews(known, { ...shown, status }, NOW)).toMatchObject(then);
  });

  test('first knowledge wins: an instance is sold once', () => {
    const known: Instance = { ...told, status: 'opening' };
    expect(withNews(known, { ...shown, status: 'OPENED' }, NOW).accountId).toBe(told.accountId);
  });
});

describe('a call that changes whether the instance is paid is believed where the marketplace shows the same', () => {
  const statuses = ['OPENING', 'OPENED', 'EXPIRED', 'CLOSED'] as const;
  const shown = { instanceId: X, accountId: ALI, orderId: '1', productCode: 'cmgj000001' };

  // biome-ignore format: one case a line
  test.each<[call: SubscriptionAction, asked: boolean, borneOutBy: readonly Shown['status'][]]>([
    ['createInstance',      false, statuses],
    ['orderPay',            false, statuses],
    ['renewInstance',       true,  ['OPENED']],
    ['upgradeInstance',     false, statuses],
    ['expiredInstance',     true,  ['EXPIRED', 'CLOSED']],
    ['refundRenewInstance', false, statuses],
    ['releaseInstance',     false, statuses],
  ])('%s: asked for %s, borne out by %j', (call, asked, borneOutBy) => {
    expect(needsConfirmation(calls[call])).toBe(asked);
    expect(statuses.filter((status) => bearsOut({ ...shown, status }, calls[call]))).toEqual(borneOutBy);
  });
});

test('a closure that is complete: the release keeps its time', () => {
  const closing: Instance = { ...told, status: 'closing', releasedAtMs: minute(-10) };
  expect(closed(closing, NOW)).toEqual({ ...closing, status: 'closed', version: 4, closedAtMs: NOW });
});

describe('whatever is called, in whatever order', () => {
  const event: fc.Arbitrary<SubscriptionEvent> = fc
    .record({
      minutes: fc.integer({ min: -99, max: 99 }),
      sku: fc.string(),
      buyer: fc.constantFrom(ALI, OTHER_ALI),
      action: fc.constantFrom(...(Object.keys(calls) as SubscriptionAction[])),
    })
    .map(({ minutes, sku, buyer, action }) => {
      const call: SubscriptionEvent = calls[action];
      if (call.action === 'createInstance') return { ...call, accountId: buyer };
      if (call.action === 'upgradeInstance') return { ...call, skuId: sku };
      return 'expiresAtMs' in call ? { ...call, expiresAtMs: minute(minutes) } : call;
    });
  const events = fc.array(event, { maxLength: 12 });

  test('nothing leaves closing, and nothing leaves closed', () => {
    fc.assert(
      fc.property(events, fc.constantFrom('closing', 'closed'), (sequence, end) => {
        expect(outcomeOf(sequence, known[end])?.status).toBe(end);
        expect(outcomeOf([calls.releaseInstance, ...sequence])?.status).toBe('closing');
      }),
      { seed },
    );
  });

  test('the same call again changes nothing', () => {
    fc.assert(
      fc.property(events, event, (sequence, call) => {
        const once = decideSubscription(outcomeOf(sequence), call, minute(100));
        if (once.kind === 'look-up') return;
        expect(decideSubscription(once.instance, call, minute(200))).toEqual({
          kind: 'unchanged',
          instance: once.instance,
        });
      }),
      { seed },
    );
  });

  test('who bought it never changes once it is known', () => {
    fc.assert(
      fc.property(events, events, (first, then) => {
        const buyer = outcomeOf(first)?.accountId;
        if (buyer !== undefined) expect(outcomeOf(then, outcomeOf(first))?.accountId).toBe(buyer);
      }),
      { seed },
    );
  });

  test('only an overdue instance says since when it is', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        const { status, overdueAtMs, openedAtMs } = outcomeOf(sequence) ?? {};
        if (status === 'open') expect([typeof openedAtMs, overdueAtMs]).toEqual(['number', undefined]);
        if (status === 'overdue') expect([typeof openedAtMs, typeof overdueAtMs]).toEqual(['number', 'number']);
      }),
      { seed },
    );
  });
});

describe('what the marketplace shows and no call has told', () => {
  const shown = { instanceId: X, ...sale, endsAtMs: minute(1_000) };
  const mark = { unconfirmedAtMs: minute(-1) };

  // biome-ignore format: one case a line
  it.each([
    // known as              the marketplace shows    becomes       changed
    [known.opening,          'OPENING',               'opening',    ''],
    [known.opening,          'OPENED',                'open',       'openedAtMs status'],
    [known.opening,          'EXPIRED',               'overdue',    'openedAtMs overdueAtMs status'],
    [known.opening,          'CLOSED',                'closing',    'releasedAtMs status'],
    [known.open,             'OPENING',               'open',       ''],
    [known.open,             'OPENED',                'open',       ''],
    [known.open,             'EXPIRED',               'overdue',    'overdueAtMs status'],
    [known.open,             'CLOSED',                'closing',    'releasedAtMs status'],
    [known.overdue,          'OPENING',               'overdue',    ''],
    [known.overdue,          'OPENED',                'open',       'overdueAtMs status'],
    [known.overdue,          'EXPIRED',               'overdue',    ''],
    [known.overdue,          'CLOSED',                'closing',    'releasedAtMs status'],
    [known.closing,          'OPENED',                'closing',    ''],
    [known.closing,          'CLOSED',                'closing',    ''],
    [known.closed,           'OPENED',                'closed',     ''],
    [known.closed,           'CLOSED',                'closed',     ''],
    [{ ...known.open,    ...mark }, 'OPENED',         'open',       'unconfirmedAtMs'],
    [{ ...known.open,    ...mark }, 'EXPIRED',        'overdue',    'overdueAtMs status unconfirmedAtMs'],
    [{ ...known.overdue, ...mark }, 'OPENED',         'open',       'overdueAtMs status unconfirmedAtMs'],
    [{ ...known.overdue, ...mark }, 'EXPIRED',        'overdue',    'unconfirmedAtMs'],
    [{ ...known.overdue, ...mark }, 'CLOSED',         'closing',    'releasedAtMs status unconfirmedAtMs'],
  ] as const)('%j shown as %s is %s', (before, status, becomes, changed) => {
    const row = before as Instance;
    const after = caughtUp(row, { ...shown, status }, NOW);
    expect(after.status).toBe(becomes);
    expect(changedMembers(row, after)).toBe(changed);
    // One version further where anything changed, else the very same.
    expect(changed === '' ? after === row : after.version === row.version + 1).toBe(true);
  });

  it('who bought it is learned where no call has told', () => {
    const { accountId: _, ...unsold } = known.open as Instance;
    expect(caughtUp(unsold, { ...shown, status: 'OPENED' }, NOW)).toMatchObject({ accountId: ALI, version: 4 });
  });
});
