/** Each violation of a law of steps, made by hand, is told; a lawful closure is not. */
import { type Mail, sent } from '../../../shared/domain/mail';
import type { Workspace } from '../../../shared/domain/workspace';
import type { Write } from '../../../shared/ports';
import { alicloud, billingCenterSettlement } from '../../fakes/world';
import { OTHER_ACCOUNT_ID, OTHER_INSTANCE_ID } from '../../functions/steps';
import {
  type Begun,
  begun,
  bind,
  entry,
  hear,
  inserted,
  lawfulClosure,
  NOW_MS,
  notice,
  onto,
  replace,
  settle,
  switched,
  todo,
  unbind,
} from './by-hand';

let begin: Begun;
beforeEach(async () => {
  begin = await begun();
});

const steps: readonly (readonly [name: string, steps: (begun: Begun) => readonly Write[], told: string])[] = [
  [
    'a version skipped: a lost update',
    ({ free }) => [{ table: 'workspaces', put: { ...free, version: free.version + 2 } }],
    '1 one payer',
  ],
  [
    'an entry lost under another',
    ({ free }) => [
      todo(free),
      replace(settle(free, billingCenterSettlement)),
      { table: 'workspaces', put: { ...settle(free, billingCenterSettlement, 'another'), version: free.version + 2 } },
    ],
    '1 one payer',
  ],
  [
    'two entries at once',
    ({ settled }) => [todo(settled), replace({ ...settle(settle(settled, {}), {}), version: settled.version + 1 })],
    '1 one payer',
  ],
  [
    'an entry before the one it follows',
    ({ settled }) => {
      const next = settle(settled, billingCenterSettlement);
      const [first] = next.timeline;
      return [todo(settled), replace({ ...next, timeline: [first, entry({ fromMs: first.fromMs - 1 })] })];
    },
    '1 one payer',
  ],
  [
    'another owner',
    ({ free, bobs }) => [replace({ ...free, version: free.version + 1, owner: bobs.owner })],
    '1 one payer',
  ],
  [
    'a void workspace that was one',
    ({ free }) => [
      {
        table: 'workspaces',
        replace: { kind: 'void', workspaceId: free.workspaceId, version: free.version + 1 },
        of: 1,
      },
    ],
    '1 one payer',
  ],
  [
    'closed while it settles',
    ({ instance }) => [onto(instance, 'closing'), onto(instance, 'closed', 2)],
    '2 no dead payer',
  ],
  [
    'settled by what is closed',
    (begun) => [...lawfulClosure(begun), bind(begun.free), todo(begun.free), replace(settle(begun.free, alicloud()))],
    '2 no dead payer',
  ],
  ['closed and opened again', (begun) => [...lawfulClosure(begun), onto(begun.instance, 'open', 3)], '2 no dead payer'],
  [
    'closing and opened again',
    ({ instance }) => [onto(instance, 'closing'), onto(instance, 'open', 2)],
    '2 no dead payer',
  ],
  [
    'settled by what was sold to another',
    ({ free }) => [bind(free, '33884915'), todo(free), replace(settle(free, alicloud('33884915')))],
    '3 ownership',
  ],
  [
    'settled by an AliCloud account that is linked to another',
    ({ bobs }) => [bind(bobs), todo(bobs), replace(settle(bobs, alicloud()))],
    '3 ownership',
  ],
  [
    'settled by an AliCloud account that is not linked',
    ({ free }) => [bind(free, '33884915'), todo(free), replace(settle(free, alicloud('33884915', OTHER_ACCOUNT_ID)))],
    '3 ownership',
  ],
  [
    'a good link taken over',
    ({ link, bobs: { owner, workspaceId } }) => [{ table: 'links', put: { ...link, owner, workspaceId } }],
    '3 ownership',
  ],
  [
    'sold twice',
    ({ instance }) => [
      {
        table: 'instances',
        replace: { ...instance, version: instance.version + 1, accountId: OTHER_ACCOUNT_ID },
        of: 1,
      },
    ],
    '3 ownership',
  ],
  [
    'settled without a binding',
    ({ free }) => [todo(free), replace(settle(free, alicloud(OTHER_INSTANCE_ID)))],
    '4 bindings',
  ],
  ['unbound while it settles', ({ settled }) => [unbind(settled)], '4 bindings'],
  ['unbound at an open instance', ({ free }) => [bind(free), unbind(free)], '4 bindings'],
  ['unbound before the notice', (begun) => [...lawfulClosure(begun).slice(0, 2), unbind(begun.settled)], '5 notices'],
  [
    'closed before the notice',
    (begun) => [...lawfulClosure(begun).slice(0, 2), onto(begun.instance, 'closed', 2)],
    '5 notices',
  ],
  ['a notice without a closure', ({ settled }) => [inserted(notice(settled, [settled.workspaceId]))], '5 notices'],
  [
    'a notice to one not affected',
    ({ instance, bobs }) => [onto(instance, 'closing'), inserted(notice(bobs, []))],
    '5 notices',
  ],
  [
    'a notice that leaves one out',
    (begun) => [...lawfulClosure(begun).slice(0, 2), inserted(notice(begun.settled, []))],
    '5 notices',
  ],
  [
    'a notice that names one too many',
    (begun) => [
      ...lawfulClosure(begun).slice(0, 2),
      inserted(notice(begun.settled, [begun.settled.workspaceId, begun.free.workspaceId])),
    ],
    '5 notices',
  ],
  [
    'a notice written over another',
    (begun) => [...lawfulClosure(begun), { table: 'mails', put: notice(begun.settled, [begun.settled.workspaceId]) }],
    '5 notices',
  ],
  [
    'a mail written again after it was sent',
    (begun) => {
      const said = sent(notice(begun.settled, [begun.settled.workspaceId]), NOW_MS);
      const write = (mail: Mail): Write => ({ table: 'mails', replace: mail, of: mail.version - 1 });
      return [...lawfulClosure(begun), write(said), write({ ...said, version: 3, attempts: 2 })];
    },
    '5 notices',
  ],
  [
    'switched after the notice',
    (begun) => {
      const bound = settle(begun.free, alicloud());
      return [bind(begun.free), todo(begun.free), replace(bound), ...lawfulClosure(begun).slice(0, 3), switched(bound)];
    },
    '5 notices',
  ],
  ['switched by what is open', ({ settled }) => [switched(settled)], '5 notices'],
  [
    'changed, and nobody remembers to tell of it',
    ({ settled }) => [replace(settle(settled, billingCenterSettlement))],
    '5 notices',
  ],
  [
    'a change’s mail without a change',
    ({ free }) => [
      {
        table: 'mails',
        insert: {
          ...notice(free, []),
          mailId: `change/${free.workspaceId}/none`,
          notice: {
            kind: 'change',
            workspace: { workspaceId: free.workspaceId, site: 'cn1', name: 'a name' },
            before: { method: 'billing-center' },
            after: { method: 'billing-center' },
            changedAtMs: NOW_MS,
            by: 'owner',
            languages: [],
          },
        },
      },
    ],
    '5 notices',
  ],
  [
    'a request that takes effect twice',
    ({ settled }) => {
      const once = settle(settled, billingCenterSettlement);
      return [todo(settled), replace(once), replace(settle(once, alicloud()))];
    },
    '6 once',
  ],
  ['a key taken over', ({ key }) => [{ table: 'idempotencyKeys', put: { ...key, claimId: 'another' } }], '6 once'],
  [
    'a void workspace that comes to be',
    ({ free }) => {
      const workspaceId = 'wksp_00000000000000000000000000000001' as Workspace['workspaceId'];
      return [
        { table: 'workspaces', insert: { kind: 'void', workspaceId, version: 1 } },
        { table: 'workspaces', put: { ...free, workspaceId, version: 2 } },
      ];
    },
    '7 whole or nothing',
  ],
  [
    'a workspace that its owner does not see',
    ({ free }) => {
      const workspaceId = 'wksp_00000000000000000000000000000001' as Workspace['workspaceId'];
      return [{ table: 'workspaces', insert: { ...free, workspaceId, version: 1 } }];
    },
    '7 whole or nothing',
  ],
  [
    'a workspace without an account',
    ({ free }) => {
      const workspaceId = 'wksp_00000000000000000000000000000001' as Workspace['workspaceId'];
      const username = 'nobody' as Workspace['username'];
      return [
        { table: 'workspacesByOwner', put: { owner: free.owner, workspaceId } },
        { table: 'workspaces', insert: { ...free, workspaceId, version: 1, username } },
      ];
    },
    '7 whole or nothing',
  ],
  [
    'an account taken over',
    ({ username }) => [{ table: 'usernames', put: { ...username, claimId: 'x' } }],
    '7 whole or nothing',
  ],
  [
    'a workspace that leaves its owner’s list',
    ({ free: { owner, workspaceId } }) => [{ table: 'workspacesByOwner', remove: { owner, workspaceId } }],
    '7 whole or nothing',
  ],
  ['a workspace removed', ({ free }) => [{ table: 'workspaces', remove: free }], '8 history'],
];

test.each(steps)('a step: %s', async (_, writes, told) => {
  const { auditor } = await hear(begin, writes(begin));
  expect(auditor.violations()).toContainEqual(expect.stringMatching(`^${told}`));
});

test('a lawful closure, step by step', async () => {
  const { auditor } = await hear(begin, lawfulClosure(begin));
  expect(auditor.violations()).toEqual([]);
});
