import { billingAccountView, rfc3339, timelineView, workspaceView } from '../../../shared/domain/views';
import { ALI, alicloud, billingCenter, entry, minute, usernameClaim, wksp, workspace, X } from './samples';

const moved = workspace({
  timeline: [
    entry(alicloud(X)),
    entry(billingCenter, {
      fromMs: minute(1),
      cause: 'closure',
      by: 'marketplace',
      changeId: `closure/${X}`,
      closureOf: X,
    }),
  ],
});

test('times are RFC 3339, UTC, with milliseconds', () => {
  expect(rfc3339(minute(0) + 7)).toBe('2026-01-01T00:00:00.007Z');
});

describe('a workspace as its owner sees it', () => {
  const seen = {
    site: 'cn1',
    workspaceId: wksp('a'),
    name: 'Acme production',
    language: 'zh',
    createdAt: '2026-01-01T00:00:00.000Z',
  };

  test('with the settlement in force', () => {
    expect(workspaceView(moved)).toEqual({
      ...seen,
      settlement: { method: 'billing-center', since: '2026-01-01T00:01:00.000Z' },
    });
  });

  test('or with the one that it began with', () => {
    const first = { method: 'alicloud', accountId: ALI, instanceId: X, since: '2026-01-01T00:00:00.000Z' };
    expect(workspaceView(moved, moved.timeline[0])).toEqual({ ...seen, settlement: first });
  });

  test('never with its version, its owner or its requests', () => {
    expect(JSON.stringify(workspaceView(moved))).not.toMatch(/version|acct_|changeId|closureOf/);
  });
});

test('the payer of record over time, oldest first: each entry ends where the next begins, the last is in force', () => {
  expect(timelineView(moved)).toEqual([
    {
      method: 'alicloud',
      accountId: ALI,
      instanceId: X,
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-01T00:01:00.000Z',
      cause: 'registration',
      by: 'owner',
    },
    { method: 'billing-center', from: '2026-01-01T00:01:00.000Z', cause: 'closure', by: 'marketplace' },
  ]);
});

describe('a Billing Center account as its owner sees it', () => {
  const account = usernameClaim({ claimedAtMs: minute(0) });
  const seen = { username: 'acme', email: 'ops@acme.example', createdAt: '2026-01-01T00:00:00.000Z' };

  test('without its password, and without what was not given', () => {
    expect(billingAccountView(account)).toStrictEqual(seen);
  });

  test('with phone and company where they were', () => {
    const more = { phone: '13800138000', company: 'Acme' };
    expect(billingAccountView({ ...account, ...more })).toEqual({ ...seen, ...more });
  });
});
