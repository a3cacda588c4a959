/** The control that has the platform send usage: to its queue, as a stream of EventBridge hands it over. */
import { createClock } from '../../local/clock';
import type { CloudEvent } from '../../local/function-compute/event-bus';
import { platformControls } from '../../local/platform';

const START_MS = Date.parse('2026-01-01T00:00:00.000Z');
const usage = { site: 'cn1', workspaceId: 'wksp_0', item: 'logs', hour: '2026-01-01T00:00:00Z', quantity: '1' };

const startPlatform = () => {
  const put: { from: string | undefined; events: readonly CloudEvent[] }[] = [];
  const [control] = platformControls(
    { put: (events, from) => put.push({ from, events: [events].flat() }) },
    createClock(() => START_MS),
  );
  return { put, send: (body: unknown) => control?.answer({ params: {}, body }) };
};

const bodyOf = ({ data }: CloudEvent): unknown => JSON.parse((data as { messageBody: string }).messageBody);

test('one usage is one message, whose body is the event', async () => {
  const { put, send } = startPlatform();
  const [id, time] = [`usage-${START_MS}-000000001`, '2026-01-01T00:00:00.000Z'];
  expect(await send(usage)).toEqual({ status: 202, body: { events: [{ id, time }] } });
  expect(put).toMatchObject([{ from: 'MNS', events: [{ type: 'mns:Queue:SendMessage', time }] }]);
  expect(put[0]?.events.map(bodyOf)).toEqual([
    {
      specversion: '1.0',
      id,
      source: 'platform',
      type: 'workspace:Usage:recorded',
      time,
      datacontenttype: 'application/json',
      data: usage,
    },
  ]);
});

test('several are put at once, each with a greater id; one may be sent again, or late', async () => {
  const { put, send } = startPlatform();
  await send([usage, { ...usage, id: 'again', time: '2025-12-31T23:00:00Z' }, {}]);
  await send([usage]);
  expect(put.map(({ events }) => events.length)).toEqual([3, 1]);
  const ids = put.flatMap(({ events }) => events.map((event) => (bodyOf(event) as { id: string }).id));
  expect(ids).toEqual([expect.any(String), 'again', expect.any(String), expect.any(String)]);
  const given = ids.filter((id) => id !== 'again');
  expect(given).toEqual([...new Set(given)].sort());
  expect(put[0]?.events.map(bodyOf)[1]).toMatchObject({ time: '2025-12-31T23:00:00Z', data: usage });
});

// biome-ignore format: one case a line
test.each<[what: string, body: unknown]>([
  ['text',              'logs'],
  ['nothing',           null],
  ['no usage',          []],
  ['text among others', [usage, 'logs']],
  ['an array in it',    [[usage]]],
  ['too many',          Array.from({ length: 10_001 }, () => usage)],
])('%s is refused, and nothing is sent', async (_, body) => {
  const { put, send } = startPlatform();
  expect(await send(body)).toMatchObject({ status: 400, body: { detail: expect.stringContaining('"quantity"') } });
  expect(put).toEqual([]);
});
