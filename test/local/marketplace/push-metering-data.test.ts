/** Every documented limit of PushMeteringData, by the local clock, and what can be made wrong with it. */
import type { BillLine } from '../../../local/marketplace/push-metering-data';
import { callOpenApi } from '../openapi/openapi-client';
import { accountId, instances, type Market, startMarket } from './marketplace';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** `yyyy-MM-dd HH:mm:ss` in Beijing, in ms. */
const beijing = (text: string) => Date.parse(`${text.replace(' ', 'T')}+08:00`);

const first = '33884913';
const second = '33884914';

let market: Market;
afterEach(() => market.stop());
const start = async (options: Parameters<typeof startMarket>[0] = {}) => {
  market = await startMarket(options);
  await market.post(instances, { accountId });
  await market.post(instances, { accountId });
};
/** Moves the clock on to the next such time of day in Beijing; answers the day, as `yyyy-MM-dd`. */
const goTo = async (time: string): Promise<string> => {
  const day = new Date(market.clock.nowMs() + 8 * HOUR_MS + DAY_MS).toISOString().slice(0, 10);
  await market.clock.advance(beijing(`${day} ${time}`) - market.clock.nowMs());
  return day;
};
const advance = (ms: number) => market.clock.advance(ms);

const seconds = (ms: number) => String(ms / 1000);
const entryOf = (startMs: number, endMs: number, changed: object = {}) => ({
  InstanceId: first,
  StartTime: seconds(startMs),
  EndTime: seconds(endMs),
  Entities: [{ Key: 'Unit', Value: '96' }],
  ...changed,
});
const push = async (entries: unknown): Promise<string> => {
  const Metering = typeof entries === 'string' ? entries : JSON.stringify(entries);
  try {
    const answer: unknown = JSON.parse(
      await callOpenApi(market.endpoint(), { action: 'PushMeteringData', version: '2015-11-01', form: { Metering } }),
    );
    expect(answer).toEqual({ Success: true, RequestId: expect.any(String) });
    return 'taken';
  } catch (fault) {
    const { code, data } = fault as { code?: string; data?: { statusCode?: number } };
    return `${data?.statusCode ?? 'no answer'} ${code ?? ''}`;
  }
};
const read = async <Answer>(path: string): Promise<Answer> => (await (await market.get(path)).json()) as Answer;
const bill = async (query = ''): Promise<BillLine[]> =>
  (await read<{ usages: BillLine[] }>(`/local/marketplace/bill${query}`)).usages;
const values = async () => (await bill()).map(({ value }) => value);

/** 08:00 to 09:00 of a day, told at 09:10. */
const anHour = async () => {
  const day = await goTo('09:10:00');
  return [beijing(`${day} 08:00:00`), beijing(`${day} 09:00:00`)] as const;
};

describe('what is taken', () => {
  beforeEach(() => start());

  it('stands in the bill, for good', async () => {
    const [startMs, endMs] = await anHour();
    const acceptedAt = new Date(market.clock.nowMs()).toISOString();
    expect(await push([entryOf(startMs, endMs), entryOf(startMs, endMs, { InstanceId: second })])).toBe('taken');
    const line = {
      instanceId: first,
      startTime: new Date(startMs).toISOString(),
      endTime: new Date(endMs).toISOString(),
      key: 'Unit',
      value: '96',
      acceptedAt,
      billed: true,
    };
    const expected = [line, { ...line, instanceId: second }];
    expect(await bill()).toEqual(expected);
    await market.restart();
    expect(await bill()).toEqual(expected);
    expect(await bill(`?instanceId=${second}`)).toEqual([expected[1]]);
    expect((await market.get('/local/marketplace/bill?instanceId=1')).status).toBe(404);
    // What was sold is told as before.
    expect(await read(instances)).toHaveProperty('instances.length', 2);
  });

  it('is billed again where it is told again: there is no idempotency', async () => {
    const [startMs, endMs] = await anHour();
    expect(await push([entryOf(startMs, endMs)])).toBe('taken');
    await advance(MINUTE_MS);
    expect(await push([entryOf(startMs, endMs)])).toBe('taken');
    expect(await values()).toEqual(['96', '96']);
  });

  it('adds to the bill after a restart', async () => {
    const [startMs, endMs] = await anHour();
    await push([entryOf(startMs, endMs)]);
    await market.restart();
    expect(await push([entryOf(startMs, endMs)])).toBe('500 Service.Flow.Control');
    await advance(MINUTE_MS);
    await push([entryOf(startMs, endMs, { Entities: [{ Key: 'Unit', Value: '7' }] })]);
    await market.restart();
    expect(await values()).toEqual(['96', '7']);
  });
});

describe('limits of the form', () => {
  beforeEach(() => start());
  const entity = (changed: object) => ({ Entities: [{ Key: 'Unit', Value: '96', ...changed }] });

  // biome-ignore format: one case a line
  it.each([
    ['none of it wrong',            {},                                    'taken'],
    ['nothing used',                entity({ Value: '0' }),                'taken'],
    ['another documented key',      entity({ Key: 'KTokens' }),            'taken'],
    ['no instance',                 { InstanceId: undefined },             '500 Invalid.Parameter.InstanceId'],
    ['an instance as a number',     { InstanceId: 33884913 },              '500 Invalid.Parameter.InstanceId'],
    ['an instance of nobody',       { InstanceId: '33889999' },            '500 Permission.Denied'],
    ['a time as a number',          { StartTime: 1_700_000_000 },          '500 Invalid.Parameter.StartTime'],
    ['a time in milliseconds',      { EndTime: '1700000000000' },          '500 Invalid.Parameter.EndTime'],
    ['a time in words',             { StartTime: '2026-01-01' },           '500 Invalid.Parameter.StartTime'],
    ['no entities',                 { Entities: [] },                      '500 Invalid.Parameter.Entities'],
    ['another key',                 entity({ Key: 'Units' }),              '500 Invalid.Parameter.Key'],
    ['a value as a number',         entity({ Value: 96 }),                 '500 Invalid.Parameter.Value'],
    ['a value below nothing',       entity({ Value: '-1' }),               '500 Invalid.Parameter.Value'],
    ['half a unit',                 entity({ Value: '0.5' }),              '500 Invalid.Parameter.Value'],
  ])('%s', async (_, changed, outcome) => {
    const [startMs, endMs] = await anHour();
    expect(await push([entryOf(startMs, endMs, changed)])).toBe(outcome);
    expect(await bill()).toHaveLength(outcome === 'taken' ? 1 : 0);
  });

  // biome-ignore format: one case a line
  it.each([
    ['no JSON',     'StartTime',              '500 Invalid.Parameter.Metering'],
    ['no array',    '{}',                     '500 Invalid.Parameter.Metering'],
    ['no entries',  '[]',                     '500 Invalid.Parameter.Metering'],
    ['no objects',  '[1]',                    '500 Invalid.Parameter.Metering'],
    ['nothing',     '',                       '400 MissingMetering'],
  ])('%s', async (_, text, outcome) => {
    expect(await push(text)).toBe(outcome);
  });

  it.each([
    [100, 'taken'],
    [101, '500 Metering.Data.Exceeded'],
  ])('%i entries in one request', async (count, outcome) => {
    const [startMs, endMs] = await anHour();
    expect(await push(Array.from({ length: count }, () => entryOf(startMs, endMs)))).toBe(outcome);
    expect(await bill()).toHaveLength(outcome === 'taken' ? count : 0);
  });

  it.each([
    [300_000, '500 Invalid.Parameter.EndTime'],
    [301_000, 'taken'],
  ])('a usage of %i ms', async (lengthMs, outcome) => {
    const [startMs] = await anHour();
    expect(await push([entryOf(startMs, startMs + lengthMs)])).toBe(outcome);
  });

  it('a usage that has not ended', async () => {
    const [, endMs] = await anHour();
    expect(await push([entryOf(endMs, endMs + 10 * MINUTE_MS + 1000)])).toBe('500 Invalid.Parameter.EndTime');
    await advance(1000);
    expect(await push([entryOf(endMs, endMs + 10 * MINUTE_MS + 1000)])).toBe('500 Service.Flow.Control');
    await advance(MINUTE_MS);
    expect(await push([entryOf(endMs, endMs + 10 * MINUTE_MS + 1000)])).toBe('taken');
  });

  it('one entry that is wrong: nothing of the request is taken', async () => {
    const [startMs, endMs] = await anHour();
    const wrong = entryOf(startMs, startMs, { InstanceId: second });
    expect(await push([entryOf(startMs, endMs), wrong])).toBe('500 Invalid.Parameter.EndTime');
    expect(await bill()).toEqual([]);
  });

  it('instances of two products', async () => {
    await market.post(instances, { accountId, productCode: 'cmgj00000001' });
    const [startMs, endMs] = await anHour();
    const other = entryOf(startMs, endMs, { InstanceId: '33884915' });
    expect(await push([entryOf(startMs, endMs), other])).toBe('500 Invalid.Parameter.InstanceId');
    await advance(MINUTE_MS);
    expect(await push([other])).toBe('taken');
  });
});

describe('60 seconds between two requests for an instance', () => {
  beforeEach(() => start());

  it.each([
    [59_999, '500 Service.Flow.Control'],
    [60_000, 'taken'],
  ])('after %i ms', async (afterMs, outcome) => {
    const [startMs, endMs] = await anHour();
    await push([entryOf(startMs, endMs)]);
    await advance(afterMs);
    expect(await push([entryOf(startMs, endMs, { InstanceId: second })])).toBe('taken');
    expect(await push([entryOf(startMs, endMs)])).toBe(outcome);
  });

  it('a request that was refused counts too; one that flow control refused does so anew', async () => {
    const [startMs, endMs] = await anHour();
    expect(await push([entryOf(startMs, startMs)])).toBe('500 Invalid.Parameter.EndTime');
    await advance(30_000);
    expect(await push([entryOf(startMs, endMs)])).toBe('500 Service.Flow.Control');
    await advance(59_000);
    expect(await push([entryOf(startMs, endMs)])).toBe('500 Service.Flow.Control');
    await advance(MINUTE_MS);
    expect(await push([entryOf(startMs, endMs)])).toBe('taken');
  });
});

describe('deadlines, by Beijing’s clock', () => {
  // biome-ignore format: one case a line
  it.each([
    // the usage                                        told at      outcome
    ['08:10:00', '08:20:00', false,                     '09:58:59',  'taken'],
    ['08:10:00', '08:20:00', false,                     '09:59:00',  'late'],
    ['08:00:00', '09:00:00', false,                     '09:58:59',  'taken'],
    ['08:00:00', '09:00:00', false,                     '09:59:00',  'late'],
    ['08:30:00', '09:30:00', false,                     '10:30:00',  'late'],
    ['00:00:00', '08:00:00', true,                      '23:00:00',  'taken'],
    ['08:10:00', '08:20:00', true,                      '09:59:00',  'taken'],
  ])('of %s to %s (of a daily product: %s), told at %s: %s', async (from, to, daily, at, outcome) => {
    await start({ metering: { dailyProductCodes: daily ? ['cmgj00053362'] : [] } });
    const day = await goTo(at);
    const entry = entryOf(beijing(`${day} ${from}`), beijing(`${day} ${to}`));
    expect(await push([entry])).toBe(outcome === 'late' ? '500 Invalid.Parameter.StartTime' : outcome);
  });

  it.each([
    ['00:00:00', 'taken'],
    ['01:58:59', 'taken'],
    ['01:59:00', '500 Invalid.Parameter.StartTime'],
  ])('of a day, told at %s of the next', async (at, outcome) => {
    await start({ metering: { dailyProductCodes: ['cmgj00053362'] } });
    const day = await goTo(at);
    const midnightMs = beijing(`${day} 00:00:00`);
    expect(await push([entryOf(midnightMs - DAY_MS, midnightMs)])).toBe(outcome);
  });
});

it('meteringAssit is asked for where the product wants it', async () => {
  await start({ metering: { dailyProductCodes: [], meteringAssit: 'cmapi00060317-Unit-1' } });
  const [startMs, endMs] = await anHour();
  const saying = (meteringAssit?: string) =>
    entryOf(startMs, endMs, { Entities: [{ Key: 'Unit', Value: '1', meteringAssit }] });
  expect(await push([saying()])).toBe('500 Invalid.Parameter.MeteringAssit');
  await advance(MINUTE_MS);
  expect(await push([saying('cmapi00060317-Unit-2')])).toBe('500 Invalid.Parameter.MeteringAssit');
  await advance(MINUTE_MS);
  expect(await push([saying('cmapi00060317-Unit-1')])).toBe('taken');
});

describe('after the end of the instance', () => {
  it('only the hour that holds it is billed', async () => {
    await start();
    const day = await goTo('10:25:00');
    await market.post(`${instances}/${first}/close`);
    const hour = (at: number) =>
      entryOf(beijing(`${day} 00:00:00`) + at * HOUR_MS, beijing(`${day} 01:00:00`) + at * HOUR_MS);
    expect(await push([hour(9)])).toBe('taken');
    await advance(45 * MINUTE_MS);
    expect(await push([hour(10)])).toBe('taken');
    await advance(HOUR_MS);
    expect(await push([hour(11)])).toBe('taken');
    expect((await bill()).map(({ billed }) => billed)).toEqual([true, true, false]);
  });

  it('an overdue bill ends nothing', async () => {
    await start();
    const [startMs, endMs] = await anHour();
    await market.post(`${instances}/${first}/overdue`);
    await advance(HOUR_MS);
    expect(await push([entryOf(startMs + HOUR_MS, endMs + HOUR_MS)])).toBe('taken');
    expect((await bill()).map(({ billed }) => billed)).toEqual([true]);
  });
});

describe('what can be made wrong', () => {
  beforeEach(() => start());
  const faults = (metering: object) => market.post('/local/marketplace/faults', { metering });

  // biome-ignore format: one case a line
  it.each([
    // fault                                               outcome                        and of the next     in the bill
    [{ throttle: 1 },                                      '500 Service.Flow.Control',    'taken',            1],
    [{ refuse: { code: 'Permission.Denied', times: 1 } },  '500 Permission.Denied',       'taken',            1],
    [{ refuse: { code: 'InternalError', times: 1 } },      '500 InternalError',           'taken',            1],
    [{ acceptThen500: 1 },                                 '500 InternalError',           'taken',            2],
    [{ acceptThenDrop: 1 },                                'no answer ECONNRESET',        'taken',            2],
    [{ drop: 1 },                                          'no answer ECONNRESET',        'taken',            1],
    [{ down: true },                                       '503 ServiceUnavailable',      '503 ServiceUnavailable', 0],
  ])('%j', async (fault, outcome, next, billed) => {
    const [startMs, endMs] = await anHour();
    expect((await faults(fault)).status).toBe(200);
    expect(await push([entryOf(startMs, endMs)])).toBe(outcome);
    await advance(MINUTE_MS);
    expect(await push([entryOf(startMs, endMs)])).toBe(next);
    expect(await bill()).toHaveLength(billed);
  });

  it('befalls PushMeteringData alone, is told while it is in force, and is mended by {}', async () => {
    expect(await (await faults({ down: true, throttle: 2 })).json()).toEqual({
      ...{ drop: 0, duplicate: 0, delayMs: 0, reorder: false },
      metering: { down: true, drop: 0, throttle: 2, acceptThen500: 0, acceptThenDrop: 0 },
    });
    expect(await (await market.get('/local/marketplace/faults')).json()).toHaveProperty('metering.throttle', 2);
    const query = { InstanceId: first };
    const described = { action: 'DescribeInstanceForIsv', version: '2015-11-01', query };
    expect(JSON.parse(await callOpenApi(market.endpoint(), described))).toHaveProperty('Status', 'OPENED');
    await market.post('/local/marketplace/faults', {});
    expect(await (await market.get('/local/marketplace/faults')).json()).not.toHaveProperty('metering');
    const [startMs, endMs] = await anHour();
    expect(await push([entryOf(startMs, endMs)])).toBe('taken');
  });

  it.each([{ downn: true }, { throttle: -1 }, { refuse: 'Permission.Denied' }, 'down'])(
    '%j is no fault',
    async (metering) => {
      const response = await market.post('/local/marketplace/faults', { metering });
      expect(response.status).toBe(400);
    },
  );
});
