import { createApiClient } from '../../../../functions/console/pages/api-client';
import { heardAt, serverTime } from '../../../../functions/console/pages/server-clock';

const HOUR_MS = 3_600_000;
const date = 'Sat, 28 Nov 2026 08:00:00 GMT';
const serverMs = Date.parse(date);

// biome-ignore format: a table
test.each([
  ['right',          0],
  ['an hour ahead',  HOUR_MS],
  ['a day behind',   -24 * HOUR_MS],
])('a machine whose clock is %s counts by the server’s', (_, aheadMs) => {
  heardAt(date, serverMs + aheadMs);
  expect(serverTime(serverMs + aheadMs + 5_000)).toBe(serverMs + 5_000);
  // What says nothing changes nothing.
  heardAt(null, serverMs);
  heardAt('yesterday', serverMs);
  expect(serverTime(serverMs + aheadMs)).toBe(serverMs);
});

test('each answer of the API tells it', async () => {
  heardAt(date, serverMs);
  const call = createApiClient(async () => new Response(null, { status: 204, headers: { Date: date } }));
  await call('DELETE /api/sessions', {});
  heardAt(null);
  const nowMs = Date.now();
  expect(serverTime(nowMs)).not.toBe(nowMs);
});
