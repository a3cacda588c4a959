/** What becomes of usage, element by element: which value stands, what makes it found, what is kept aside, and what is told. */
import type { Fate } from '../../fakes/store';
import {
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  INSTANCE_ID,
  logInAs,
  OPERATOR_TOKEN,
} from '../../fakes/world';
import { OTHER_INSTANCE_ID } from '../steps';
import { dayRow, findable, hoursOf, metrics, NOW, type Site, seal, settled, unusable } from './usage';

const METERED = `metered ${INSTANCE_ID}/2026-01-02`;
const none = { taken: 0, late: 0, unchanged: 0, unusable: 0 };

describe('what is sent', () => {
  test('is kept by the hour, and can be found from before it is there', async () => {
    const site = await settled();
    const answer = await site.send(
      site.event(),
      site.event({ id: '2', data: { item: 'time-series', retention: 3, quantity: '6000.5' } }),
      site.event({ id: '3', data: { item: 'hosts', retention: undefined, quantity: '2' } }),
      site.event({ id: '4', data: { hour: '2026-01-02T21:00:00+08:00' } }),
    );
    expect(answer).toEqual({ ...none, taken: 4 });
    expect(await hoursOf(site)).toEqual([
      'hosts 12:00 2',
      'logs/7 12:00 1000',
      'logs/7 13:00 1000',
      'time-series/3 12:00 6000.5',
    ]);
    expect(await dayRow(site)).toMatchObject({ version: 1, site: 'cn1', workspaceId: site.workspaceId });
    expect(findable(site)).toEqual(['todo 2026-01-02 in place', METERED]);
    expect(metrics(site.world)).toEqual([{ ...none, taken: 4, left: 0 }]);
  });

  test('of several days and workspaces goes to each of them', async () => {
    const site = await settled();
    const token = await logInAs(site.world);
    const json = { site: 'us1', workspace: { name: 'Other', language: 'en' }, settlement: billingCenterSettlement };
    const { workspaceId } = (await site.world.ask('POST', '/api/registrations/workspaces', { token, json })).body
      .workspace;
    const other: Site = { ...site, workspaceId };
    await site.send(
      site.event(),
      site.event({ id: '2', data: { hour: '2026-01-01T15:00:00Z' } }),
      site.event({ id: '3', data: { site: 'us1', workspaceId, hour: '2026-01-02T13:00:00Z' } }),
      site.event({ id: '4', data: { hour: '2026-01-01T16:00:00Z' } }),
    );
    expect(await hoursOf(site)).toEqual(['logs/7 12:00 1000', 'logs/7 16:00 1000']);
    expect(await hoursOf(site, '2026-01-01')).toEqual(['logs/7 15:00 1000']);
    expect(await hoursOf(other)).toEqual(['logs/7 13:00 1000']);
    expect(findable(site).filter((row) => row.startsWith('metered'))).toEqual([
      `metered ${INSTANCE_ID}/2026-01-01`,
      METERED,
    ]);
  });

  test('in one event of a bus, or as the message of a queue, is the same', async () => {
    const site = await settled();
    const message = (messageBody: unknown) => ({
      specversion: '1.0',
      id: 'm',
      source: 'MNS-usage',
      type: 'mns:Queue:SendMessage',
      data: { requestId: 'r', messageId: 'm', messageBody },
    });
    expect(await site.world.invoke('record-usage', site.event())).toEqual({ ...none, taken: 1 });
    expect(await site.send(message(JSON.stringify(site.event())), message(site.event()))).toEqual({
      ...none,
      unchanged: 2,
    });
    expect(
      await site.send(message(JSON.stringify(site.event({ id: '2', data: { item: 'sms', retention: undefined } })))),
    ).toEqual({ ...none, taken: 1 });
    expect(await hoursOf(site)).toEqual(['logs/7 12:00 1000', 'sms 12:00 1000']);
  });

  test('nothing at all is nothing', async () => {
    const site = await settled();
    const before = { ...site.world.store.calls };
    expect(await site.send()).toEqual(none);
    expect(site.world.store.calls).toEqual(before);
    expect(metrics(site.world)).toEqual([{ ...none, left: 0 }]);
  });

  test('without a retention is of the shortest; an odd one is none', async () => {
    const site = await settled();
    await site.send(
      site.event({ data: { retention: undefined } }),
      site.event({ id: '2', data: { retention: '14', quantity: '5' } }),
      site.event({ id: '3', data: { retention: 8 } }),
      site.event({ id: '4', data: { item: 'hosts', retention: 8 } }),
    );
    expect(await hoursOf(site)).toEqual(['logs/14 12:00 5', 'logs/3 12:00 1000']);
    expect(await unusable(site)).toEqual(['retention-not-known ×1', 'retention-not-known ×1']);
  });

  test('makes the instances found that may have to pay for an hour of the day', async () => {
    const site = await settled();
    await buy(site.world, OTHER_INSTANCE_ID);
    const token = await logInAs(site.world);
    // Half past one: the hour that has begun is paid by who leaves.
    await change(site.world, token, { site: 'cn1', workspaceId: site.workspaceId }, alicloud(OTHER_INSTANCE_ID));
    await site.send(site.event({ data: { hour: '2026-01-02T13:00:00Z' } }));
    expect(findable(site)).toEqual(['todo 2026-01-02 in place', METERED, `metered ${OTHER_INSTANCE_ID}/2026-01-02`]);
  });
});

describe('of two values of an hour', () => {
  const at = (time: string, id: string, quantity: string) => ({
    id,
    time: `2026-01-02T${time}:00.000Z`,
    data: { quantity },
  });
  const early = at('13:05', 'a', '1');
  // biome-ignore format: one case a line
  test.each<[what: string, first: object, second: object, stands: string, second: object]>([
    ['a repeat changes nothing',                     early, early,                        '1', { unchanged: 1 }],
    ['a correction overwrites, and never adds',      early, at('13:10', 'b', '7'),        '7', { taken: 1 }],
    ['a correction may take back',                   at('13:05', 'a', '9'), at('13:10', 'b', '0'), '0', { taken: 1 }],
    ['an older event never overwrites a newer one',  at('13:10', 'b', '7'), early,        '7', { unchanged: 1 }],
    ['of the same time the greater id stands',       early, at('13:05', 'b', '7'),        '7', { taken: 1 }],
    ['whichever came first',                         at('13:05', 'b', '7'), early,        '7', { unchanged: 1 }],
    ['the time is compared, not its text',           { ...early, time: '2026-01-02T21:06:00+08:00' }, at('13:05', 'b', '7'), '1', { unchanged: 1 }],
  ])('%s', async (_, first, second, stands, counts) => {
    const site = await settled();
    await site.send(site.event(first));
    const before = await dayRow(site);
    expect(await site.send(site.event(second))).toEqual({ ...none, ...counts });
    expect(await hoursOf(site)).toEqual([`logs/7 12:00 ${stands}`]);
    if ('unchanged' in counts) expect(await dayRow(site)).toEqual(before);

    const together = await settled();
    await together.send(together.event(first), together.event(second));
    expect(await hoursOf(together)).toEqual([`logs/7 12:00 ${stands}`]);
    expect((await dayRow(together))?.version).toBe(1);
  });

  test('in any order the same one stands', async () => {
    const events = [at('13:05', 'a', '1'), at('13:10', 'b', '2'), at('13:10', 'c', '3'), at('13:07', 'd', '4')];
    const orders = permutations(events);
    expect(orders).toHaveLength(24);
    for (const order of orders) {
      const site = await settled();
      for (const event of order) await site.send(site.event(event));
      expect(await hoursOf(site)).toEqual(['logs/7 12:00 3']);
    }
  });
});

const permutations = <One>(all: readonly One[]): One[][] =>
  all.length === 0
    ? [[]]
    : all.flatMap((one) => permutations(all.filter((other) => other !== one)).map((rest) => [one, ...rest]));

describe('usage of a day that is sealed', () => {
  test("is an adjustment: it is due under the version it makes, and today's to-do leads to it", async () => {
    const site = await settled();
    await site.send(site.event({ data: { hour: '2026-01-01T10:00:00Z' } }));
    await seal(site, '2026-01-01');
    const before = findable(site);
    const late = site.event({
      id: '2',
      time: '2026-01-02T13:20:00Z',
      data: { hour: '2026-01-01T10:00:00Z', quantity: '3' },
    });
    expect(await site.send(late)).toEqual({ ...none, late: 1 });
    expect(await hoursOf(site, '2026-01-01')).toEqual(['logs/7 10:00 3']);
    expect((await dayRow(site, '2026-01-01'))?.version).toBe(3);
    expect((await dayRow(site, '2026-01-01'))?.sealedAtMs).toBe(Date.parse(NOW));
    expect(findable(site)).toEqual([
      ...before.slice(0, 1),
      'todo 2026-01-02 in place',
      'due 2026-01-01 v3',
      ...before.slice(1),
    ]);
    expect(metrics(site.world).at(-1)).toEqual({ ...none, late: 1, left: 0 });
    expect(await site.send(late)).toEqual({ ...none, unchanged: 1 });
  });

  test('that had none is one too', async () => {
    const site = await settled();
    await seal(site, '2026-01-01');
    expect(await site.send(site.event({ data: { hour: '2026-01-01T10:00:00Z' } }))).toEqual({ ...none, late: 1 });
    expect(findable(site)).toEqual([
      'todo 2026-01-02 in place',
      'due 2026-01-01 v2',
      `metered ${INSTANCE_ID}/2026-01-01`,
    ]);
  });

  test('that is sealed while it is on its way is one too', async () => {
    const site = await settled();
    let sealed = false;
    await site.world.during(
      async ({ write }): Promise<Fate> => {
        if (!sealed && write?.table === 'usageDays') {
          sealed = true;
          await seal(site);
        }
        return 'proceed';
      },
      () => site.send(site.event()),
    );
    expect(metrics(site.world)).toEqual([{ ...none, late: 1, left: 0 }]);
    expect(findable(site)).toEqual(['todo 2026-01-02 in place', 'due 2026-01-02 v2', METERED]);
  });

  test('two late days of one workspace share one to-do', async () => {
    const site = await settled();
    for (const day of ['2026-01-01', '2026-01-02']) await seal(site, day);
    const both = [site.event(), site.event({ id: '2', data: { hour: '2026-01-01T10:00:00Z' } })];
    expect(await site.send(...both)).toEqual({ ...none, late: 2 });
    expect(findable(site).filter((row) => !row.startsWith('metered'))).toEqual([
      'todo 2026-01-02 in place',
      'due 2026-01-01 v2',
      'due 2026-01-02 v2',
    ]);
  });
});

describe('what cannot be taken', () => {
  // biome-ignore format: one case a line
  const bad: readonly [what: string, reason: string, (site: Site) => unknown][] = [
    ['no object',                       'malformed',           () => 'nonsense'],
    ['null',                            'malformed',           () => null],
    ['an array in the array',           'malformed',           ({ event }) => [event()]],
    ['a message nested by the thousand', 'malformed',          () => ({ type: 'mns:Queue:SendMessage', data: { messageBody: `${'['.repeat(20_000)}${']'.repeat(20_000)}` } })],
    ['no CloudEvent',                   'malformed',           ({ event }) => ({ ...event(), specversion: undefined })],
    ['an event of another kind',        'malformed',           ({ event }) => event({ type: 'workspace:Usage:deleted' })],
    ['an event without a time',         'malformed',           ({ event }) => ({ ...event(), time: undefined })],
    ['an event at no time',             'malformed',           ({ event }) => event({ time: '2026-02-30T00:00:00Z' })],
    ['an id too long to keep',          'malformed',           ({ event }) => event({ id: 'x'.repeat(129) })],
    ['no data',                         'malformed',           ({ event }) => ({ ...event(), data: undefined })],
    ['half an hour',                    'malformed',           ({ event }) => event({ data: { hour: '2026-01-02T12:30:00Z' } })],
    ['an hour of no zone',              'malformed',           ({ event }) => event({ data: { hour: '2026-01-02T12:00:00' } })],
    ['an hour on no full hour of UTC',  'malformed',           ({ event }) => event({ data: { hour: '2026-01-02T12:00:00+05:30' } })],
    ['no hour',                         'malformed',           ({ event }) => event({ data: { hour: undefined } })],
    ['no item',                         'malformed',           ({ event }) => event({ data: { item: undefined } })],
    ['an unknown item',                 'item-not-known',      ({ event }) => event({ data: { item: 'coffee' } })],
    ['an unknown item and no hour',     'malformed',           ({ event }) => event({ data: { item: 'coffee', hour: 'x' } })],
    ['an unknown item and quantity',    'item-not-known',      ({ event }) => event({ data: { item: 'coffee', quantity: '-1' } })],
    ['an unknown retention',            'retention-not-known', ({ event }) => event({ data: { retention: 8 } })],
    ['a quantity as a number',          'quantity-malformed',  ({ event }) => event({ data: { quantity: 1000 } })],
    ['a negative quantity',             'quantity-malformed',  ({ event }) => event({ data: { quantity: '-1' } })],
    ['seven decimals',                  'quantity-malformed',  ({ event }) => event({ data: { quantity: '1.0000001' } })],
    ['more than can be billed',         'quantity-too-large',  ({ event }) => event({ data: { item: 'hosts', retention: undefined, quantity: '10000001' } })],
    ['an unknown site',                 'workspace-not-found', ({ event }) => event({ data: { site: 'mars' } })],
    ['another site',                    'workspace-not-found', ({ event }) => event({ data: { site: 'cn2' } })],
    ['no workspace ID',                 'workspace-not-found', ({ event }) => event({ data: { workspaceId: 'acme' } })],
    ['an unknown workspace',            'workspace-not-found', ({ event }) => event({ data: { workspaceId: `wksp_${'0'.repeat(32)}` } })],
    ['an hour before the workspace',    'before-workspace',    ({ event }) => event({ data: { hour: '2025-12-31T23:00:00Z' } })],
    ['an hour that has not begun',      'hour-in-future',      ({ event }) => event({ data: { hour: '2026-01-02T14:00:00Z' } })],
    ['an event of the future',          'time-in-future',      ({ event }) => event({ time: '2026-01-02T13:35:00.001Z' })],
    ['a day that is over for 35 days',  'hour-too-old',        ({ event }) => event({ data: { hour: '2025-11-28T15:00:00Z' } })],
  ];

  test.each(bad)('%s: %s, is kept, and holds up nothing', async (_, reason, make) => {
    const site = await settled();
    const good = [site.event(), site.event({ id: '2', data: { item: 'hosts', retention: undefined } })];
    expect(await site.send(good[0], make(site), good[1])).toEqual({ ...none, taken: 2, unusable: 1 });
    expect(await hoursOf(site)).toEqual(['hosts 12:00 1000', 'logs/7 12:00 1000']);
    expect(await unusable(site)).toEqual([`${reason} ×1`]);
    expect(metrics(site.world)).toEqual([{ ...none, taken: 2, unusable: 1, left: 0 }]);
    expect(site.world.lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'warn')).toMatchObject([
      { reason, count: 1 },
    ]);
  });

  test.each<[what: string, data: Readonly<Record<string, unknown>>]>([
    ['the hour in which the workspace came to be', { hour: '2026-01-01T00:00:00Z' }],
    ['the hour that is under way', { hour: '2026-01-02T13:00:00Z' }],
    ['the hour that begins now', { hour: '2026-01-02T14:00:00Z' }],
  ])('but %s is taken', async (what, data) => {
    const site = await settled();
    if (what.includes('begins')) site.world.clock.advance(30 * 60_000);
    expect(await site.send(site.event({ data }))).toEqual({ ...none, taken: 1 });
  });

  test('the oldest day that is taken is the 34th before today', async () => {
    const site = await settled();
    site.world.clock.advance(33 * 24 * 3_600_000);
    const of = (id: string, hour: string) => site.event({ id, data: { hour } });
    expect(await site.send(of('1', '2026-01-01T15:00:00Z'))).toEqual({ ...none, taken: 1 });
    site.world.clock.advance(2.5 * 3_600_000);
    expect(await site.send(of('2', '2026-01-01T14:00:00Z'), of('3', '2026-01-01T16:00:00Z'))).toEqual({
      ...none,
      taken: 1,
      unusable: 1,
    });
    expect(await unusable(site)).toEqual(['hour-too-old ×1']);
  });

  test('is one row however often it comes, and counted', async () => {
    const site = await settled();
    const unknown = site.event({ data: { item: 'coffee' } });
    const delivered = (aliyunpublishtime: string) => ({ ...unknown, aliyunpublishtime });
    await site.send(delivered('1'), delivered('2'));
    await site.send(delivered('3'), site.event({ id: '2', data: { item: 'coffee' } }));
    expect(await unusable(site)).toEqual(['item-not-known ×1', 'item-not-known ×3']);
  });

  test('is shown to operators, with what to do, in their language', async () => {
    const site = await settled();
    await site.send(site.event({ data: { item: 'coffee' } }), 'nonsense', { long: '件'.repeat(4_000) });
    const ask = async (language: string) =>
      (
        await site.world.ask('GET', '/api/operations/usage', {
          token: OPERATOR_TOKEN,
          headers: { 'Accept-Language': language },
        })
      ).body;
    const { unusable: shown, counts } = await ask('en');
    expect(counts).toEqual({ 'item-not-known': 1, malformed: 2 });
    expect(shown).toContainEqual({
      subject: expect.stringMatching(/^[0-9a-f]{64}$/),
      reason: 'item-not-known',
      receivedAt: NOW,
      seen: 1,
      element: JSON.stringify(site.event({ data: { item: 'coffee' } })),
      advice: expect.stringContaining('retake-usage'),
    });
    const [long] = shown
      .map(({ element }: { element: string }) => element)
      .filter((element: string) => element.includes('件'));
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(8_000);
    expect(long).toMatch(/^\{"long":"件+$/);
    expect((await ask('zh')).unusable.map(({ advice }: { advice: string }) => advice).join()).toContain('计费项');
  });
});
