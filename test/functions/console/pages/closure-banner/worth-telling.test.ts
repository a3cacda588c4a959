import { worthTelling } from '../../../../../functions/console/pages/closure-banner/worth-telling';
import type { CloudAccountView } from '../../../../../shared/validation/answers';

type Instance = CloudAccountView['instances'][number];

const DAY_MS = 86_400_000;
const nowMs = Date.parse('2026-06-30T00:00:00.000Z');
const daysAgo = (days: number): string => new Date(nowMs - days * DAY_MS).toISOString();

const instance = (instanceId: string, status: Instance['status'], more: Partial<Instance> = {}): Instance =>
  ({ instanceId, status, workspaceCount: 0, ...more }) as Instance;
const told = (instances: Instance[], noted: string[] = []): string[] =>
  worthTelling([{ instances }], noted, nowMs).map(({ instanceId }) => instanceId);

// biome-ignore format: a table
test.each<[boolean, string, Instance]>([
  [false, 'is being opened',              instance('100001', 'opening')],
  [false, 'is open',                      instance('100001', 'open', { workspaceCount: 3 })],
  [true,  'is overdue and pays',          instance('100001', 'overdue', { workspaceCount: 3 })],
  [false, 'is overdue and pays nothing',  instance('100001', 'overdue')],
  [true,  'is being closed',              instance('100001', 'closing')],
  [true,  'was closed today',             instance('100001', 'closed', { closedAt: daysAgo(0) })],
  [true,  'was closed by a clock ahead',  instance('100001', 'closed', { closedAt: daysAgo(-2) })],
  [true,  'was closed 29 days ago',       instance('100001', 'closed', { closedAt: daysAgo(29) })],
  [false, 'was closed 30 days ago',       instance('100001', 'closed', { closedAt: daysAgo(30) })],
])('told: %p, where an instance %s', (is, _, one) => expect(told([one]).length > 0).toBe(is));

test('a closure that a person took note of is told no more; that it is under way still is', () => {
  expect(told([instance('100001', 'closed', { closedAt: daysAgo(1) })], ['100001'])).toEqual([]);
  expect(told([instance('100001', 'closing')], ['100001'])).toEqual(['100001']);
});

test('what goes on first, then the latest closure', () => {
  const closed = (instanceId: string, days: number) => instance(instanceId, 'closed', { closedAt: daysAgo(days) });
  const all = [
    closed('100001', 5),
    closed('100002', 1),
    instance('100003', 'overdue', { workspaceCount: 1 }),
    instance('100004', 'closing'),
    closed('100005', 3),
  ];
  expect(told(all)).toEqual(['100004', '100003', '100002', '100005', '100001']);
  expect(told(all, ['100002'])).toEqual(['100004', '100003', '100005', '100001']);
});
