import { instances, type Market, startMarket } from './marketplace';

let market: Market;
beforeEach(async () => {
  market = await startMarket();
});
afterEach(() => market.stop());

const faults = '/local/marketplace/faults';

// biome-ignore format: one case a line
it.each([
  [{ drop: 2 },                 { drop: 2, duplicate: 0, delayMs: 0,  reorder: false }],
  [{ duplicate: 1 },            { drop: 0, duplicate: 1, delayMs: 0,  reorder: false }],
  [{ delayMs: 5, drop: 1 },     { drop: 1, duplicate: 0, delayMs: 5,  reorder: false }],
  [{ reorder: true },           { drop: 0, duplicate: 0, delayMs: 0,  reorder: true }],
  [{},                          { drop: 0, duplicate: 0, delayMs: 0,  reorder: false }],
])('%j is answered with the faults in force, whatever was before', async (body, inForce) => {
  await market.post(faults, { drop: 9, duplicate: 9, delayMs: 9, reorder: true });
  const response = await market.post(faults, body);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual(inForce);
});

it('tells the faults that are in force, as far as they are used up', async () => {
  expect(await (await market.get(faults)).json()).toEqual({ drop: 0, duplicate: 0, delayMs: 0, reorder: false });
  await market.post(faults, { drop: 2, duplicate: 1 });
  await market.post(instances, { accountId: '1234567890123456' });
  const response = await market.get(faults);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ drop: 1, duplicate: 0, delayMs: 0, reorder: false });
});

// biome-ignore format: one case a line
it.each([
  ['no object',                 null,                          'the body'],
  ['a list',                    [],                            'the body'],
  ['a fault that there is not', { dropp: 1 },                  'dropp'],
  ['fewer than none',           { drop: -1 },                  'drop'],
  ['half a notification',       { duplicate: 0.5 },            'duplicate'],
  ['a number as text',          { delayMs: '1000' },           'delayMs'],
  ['a wish that is no Boolean', { reorder: 1 },                'reorder'],
  ['several of these',          { drop: -1, reorder: 'true' }, 'drop, reorder'],
])('%s: refused, with what to send, and nothing changes', async (_, body, wrong) => {
  await market.post(faults, { drop: 1 });
  const response = await market.post(faults, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    status: 400,
    title: `Not a fault, or malformed: ${wrong}.`,
    detail: expect.stringContaining('Send {'),
  });
  await market.post(instances, { accountId: '1234567890123456' });
  expect(await market.notifications()).toMatchObject([{ state: 'pending' }]);
});
