/** What each role may do, to the letter; and that nothing but the function's manifest decides it. */
import { type FunctionName, manifests } from '../../../local/deployment/manifests';
import { placeOf, policyOf, rolesOf } from '../../../local/deployment/policies';
import { readPolicy } from '../../../local/ram/policy';

const place = {
  stage: 'dev',
  region: 'cn-hangzhou',
  accountId: '1234567890123456',
  tablestoreInstance: 'Settlement',
  logProject: 'billing-logs',
  logStore: 'account-settlement',
};

/** A statement a line: the actions, and on what, short of what every resource of its service begins with. */
const linesOf = (name: FunctionName): string[] =>
  policyOf(name, place).Statement.map(({ Effect, Action, Resource }) => {
    const resources = [Resource].flat().map((resource) =>
      resource
        .replace('acs:ots:cn-hangzhou:1234567890123456:instance/settlement/table/', '')
        .replace(/^acs:\w+:cn-hangzhou:1234567890123456:/, '')
        .replace('functions/account-settlement-dev-', ''),
    );
    return `${Effect === 'Allow' ? '' : `${Effect} `}${[Action].flat().join(' ')} > ${resources.join(' ')}`;
  });

const logs = 'log:PostLogStoreLogs > project/billing-logs/logstore/account-settlement';
const queue = 'mns:SendMessage > /queues/account-settlement-dev-failed/messages';
const look = 'market:DescribeInstanceForIsv market:DescribeOrderForIsv';

const expected: Readonly<Record<FunctionName, readonly string[]>> = {
  'activate-registration': [
    'ots:GetRow ots:BatchGetRow ots:PutRow > workspaces',
    'ots:GetRow ots:PutRow > instances',
    'ots:PutRow > instances_by_account',
    'ots:GetRow ots:BatchWriteRow > usernames',
    'ots:GetRow ots:BatchWriteRow > links',
    'ots:BatchWriteRow > bindings',
    'ots:GetRow ots:BatchWriteRow > idempotency_keys',
    'ots:BatchWriteRow > workspaces_by_owner',
    'ots:GetRow > sessions',
    'ots:GetRow ots:BatchGetRow ots:UpdateRow > attempts',
    `${look} > *`,
    logs,
  ],
  'billing-center': [
    'ots:GetRow ots:BatchGetRow > workspaces',
    'ots:BatchGetRow > instances',
    'ots:GetRow > usernames',
    'ots:GetRange > workspaces_by_owner',
    'ots:GetRange > instances_by_account',
    'ots:GetRow > sessions',
    'ots:GetRange > bills',
    'ots:GetRow ots:BatchGetRow > ledger_heads',
    'ots:GetRange > ledger_entries',
    'ots:GetRow > usage_days',
    logs,
  ],
  'change-settlement': [
    'ots:GetRow ots:PutRow > workspaces',
    'ots:GetRow ots:PutRow > instances',
    'ots:PutRow > instances_by_account',
    'ots:GetRow ots:PutRow > links',
    'ots:PutRow ots:BatchWriteRow > bindings',
    'ots:PutRow > todos',
    'ots:GetRow > sessions',
    'ots:BatchGetRow ots:UpdateRow > attempts',
    `${look} > *`,
    logs,
  ],
  'check-consistency': [
    'ots:GetRow ots:BatchGetRow ots:GetRange ots:PutRow > workspaces',
    'ots:GetRow ots:BatchGetRow ots:GetRange ots:PutRow ots:BatchWriteRow > instances',
    'ots:BatchGetRow ots:PutRow ots:BatchWriteRow > instances_by_account',
    'ots:BatchGetRow > usernames',
    'ots:GetRow ots:BatchGetRow ots:PutRow > links',
    'ots:BatchGetRow ots:GetRange ots:PutRow ots:DeleteRow > bindings',
    'ots:BatchGetRow ots:GetRange ots:PutRow > workspaces_by_owner',
    'ots:GetRow ots:BatchGetRow ots:GetRange ots:BatchWriteRow > mails',
    'ots:GetRange ots:DeleteRow ots:BatchWriteRow > notice_lists',
    'ots:BatchGetRow ots:PutRow ots:BatchWriteRow > todos',
    'ots:GetRow ots:BatchGetRow > fee_heads',
    'ots:BatchGetRow ots:GetRange > usage_days',
    'ots:BatchGetRow ots:PutRow > usage_todos',
    'ots:GetRange ots:PutRow > adjustments_due',
    'ots:BatchGetRow ots:GetRange > bills',
    'ots:GetRow ots:GetRange > ledger_heads',
    'ots:BatchGetRow ots:GetRange ots:PutRow > ledger_entries',
    'ots:BatchGetRow ots:PutRow > ledger_entry_ids',
    'ots:GetRow ots:GetRange > meters',
    'ots:BatchGetRow ots:GetRange ots:PutRow > metering_windows',
    'ots:GetRow ots:PutRow > checks',
    'ots:BatchGetRow ots:GetRange ots:BatchWriteRow > findings',
    `${look} market:DescribeFailedNotifications market:ConfirmNotification > *`,
    'fc:InvokeFunction > close-subscription close-subscription/live deliver-mail deliver-mail/live check-consistency check-consistency/live',
    queue,
    logs,
  ],
  'close-subscription': [
    'ots:BatchGetRow ots:BatchWriteRow > workspaces',
    'ots:GetRow ots:GetRange ots:BatchWriteRow > instances',
    'ots:GetRange ots:BatchWriteRow > bindings',
    'ots:GetRow > links',
    'ots:GetRow ots:BatchWriteRow > mails',
    'ots:BatchWriteRow > notice_lists',
    'ots:GetRange ots:DeleteRow ots:BatchWriteRow > todos',
    'fc:InvokeFunction > deliver-mail deliver-mail/live',
    queue,
    logs,
  ],
  console: [logs],
  'deliver-mail': [
    'ots:GetRow > workspaces',
    'ots:GetRow ots:BatchGetRow > usernames',
    'ots:GetRow ots:BatchGetRow ots:PutRow > mails',
    'ots:GetRange ots:DeleteRow > todos',
    'ots:UpdateRow > attempts',
    'dm:SingleSendMail > *',
    queue,
    logs,
  ],
  'log-in': [
    'ots:GetRow > usernames',
    'ots:GetRow > workspaces',
    'ots:GetRow ots:PutRow ots:DeleteRow > sessions',
    'ots:GetRow ots:UpdateRow > attempts',
    logs,
  ],
  'marketplace-event': [
    'ots:GetRow > workspaces',
    'ots:GetRow ots:PutRow ots:BatchWriteRow > instances',
    'ots:PutRow ots:BatchWriteRow > instances_by_account',
    'ots:GetRow > links',
    'ots:BatchWriteRow > mails',
    'ots:BatchWriteRow > todos',
    'ots:UpdateRow > attempts',
    `${look} > *`,
    'fc:InvokeFunction > close-subscription close-subscription/live deliver-mail deliver-mail/live',
    logs,
  ],
  'record-usage': [
    'ots:BatchGetRow > workspaces',
    'ots:BatchGetRow ots:BatchWriteRow > usage_days',
    'ots:BatchWriteRow > usage_todos',
    'ots:BatchWriteRow > adjustments_due',
    'ots:BatchWriteRow > metered_workspaces',
    'ots:BatchGetRow ots:GetRange ots:BatchWriteRow > unusable_usage',
    logs,
  ],
  'push-metering': [
    'ots:GetRange ots:BatchGetRow > instances',
    'ots:GetRow > links',
    'ots:GetRow ots:BatchGetRow ots:PutRow ots:BatchWriteRow > meters',
    'ots:GetRow ots:BatchGetRow ots:PutRow ots:BatchWriteRow > metering_windows',
    'ots:GetRange ots:PutRow ots:DeleteRow > todos',
    'ots:GetRange ots:PutRow > metered_workspaces',
    'ots:GetRow ots:BatchGetRow > workspaces',
    'ots:GetRow ots:BatchGetRow ots:PutRow > usage_days',
    'ots:BatchGetRow ots:PutRow > fee_heads',
    'ots:GetRow ots:PutRow > ledger_heads',
    'ots:GetRow ots:PutRow > ledger_entries',
    'ots:GetRow ots:PutRow > ledger_entry_ids',
    'ots:PutRow > bills',
    'ots:DeleteRow > adjustments_due',
    'ots:DeleteRow > usage_todos',
    'ots:PutRow > mails',
    'market:PushMeteringData > *',
    queue,
    logs,
  ],
  'settle-fees': [
    'ots:GetRow ots:BatchGetRow > workspaces',
    'ots:GetRow > instances',
    'ots:GetRange ots:DeleteRow > usage_todos',
    'ots:GetRow ots:BatchGetRow ots:PutRow > usage_days',
    'ots:GetRange ots:DeleteRow > adjustments_due',
    'ots:GetRow ots:PutRow > fee_heads',
    'ots:GetRow ots:PutRow > ledger_heads',
    'ots:GetRow ots:PutRow > ledger_entries',
    'ots:GetRow ots:PutRow > ledger_entry_ids',
    'ots:GetRange ots:PutRow > bills',
    'ots:PutRow > metered_workspaces',
    'ots:GetRow ots:PutRow > mails',
    'ots:GetRange ots:PutRow ots:DeleteRow > todos',
    'fc:InvokeFunction > deliver-mail deliver-mail/live settle-fees settle-fees/live',
    queue,
    logs,
  ],
};

const names = Object.keys(manifests) as FunctionName[];

test.each(names)('%s', (name) => {
  expect(linesOf(name)).toEqual(expected[name]);
});

test('a document, with nothing left out', () => {
  const role = rolesOf({ ...place, stage: 'prod', region: 'eu-central-1' })['account-settlement-prod-console'];
  expect(role).toEqual({
    trustPolicy: {
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['fc.aliyuncs.com'] } }],
    },
    policy: {
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['log:PostLogStoreLogs'],
          Resource: ['acs:log:eu-central-1:1234567890123456:project/billing-logs/logstore/account-settlement'],
        },
      ],
    },
  });
});

test('no action on everything but where its service knows no resources, and none that stands for several', () => {
  for (const { policy } of Object.values(rolesOf(place))) {
    for (const { Action, Resource } of policy.Statement) {
      const actions = [Action].flat().join(' ');
      expect(actions).not.toContain('*');
      expect([actions, [Resource].flat().filter((one) => one.includes('*'))]).toEqual([
        actions,
        /^(market|dm):/.test(actions) ? ['*'] : [],
      ]);
    }
  }
});

test('RAM takes it: every element is known, and with the longest names it is no longer than a custom policy may be', () => {
  const longest = {
    stage: 'x'.repeat(16),
    region: 'cn-wulanchabu-acdr-1',
    accountId: '1'.repeat(16),
    // Tablestore, "Naming conventions": 3 to 16 characters; Log Service, "Project" and "Logstore": up to 63.
    tablestoreInstance: 'x'.repeat(16),
    logProject: 'x'.repeat(63),
    logStore: 'x'.repeat(63),
  };
  for (const [role, { policy }] of Object.entries(rolesOf(longest))) {
    expect(() => readPolicy(policy)).not.toThrow();
    // RAM, "Limits": the content of a custom policy, and the name of a role.
    expect([role, JSON.stringify(policy).length <= 6_144]).toEqual([role, true]);
    expect(role.length).toBeLessThanOrEqual(64);
  }
});

const values = {
  ALIBABA_CLOUD_ACCOUNT_ID: '1234567890123456',
  TABLESTORE_INSTANCE: 'settlement',
  LOG_PROJECT: 'billing-logs',
};

test('what a stage’s values say, and the defaults of s.yaml', () => {
  expect(placeOf({ name: 'dev', environment: values })).toEqual({ ...place, tablestoreInstance: 'settlement' });
  const others = { ...values, REGION: 'cn-beijing', LOG_STORE: 'other' };
  expect(placeOf({ name: 'dev', environment: others })).toMatchObject({ region: 'cn-beijing', logStore: 'other' });
});

test('every value that is missing is named at once; an empty one is missing too', () => {
  expect(() => placeOf({ name: 'dev', environment: { LOG_PROJECT: '', TABLESTORE_INSTANCE: 'settlement' } })).toThrow(
    'The policies of dev name ALIBABA_CLOUD_ACCOUNT_ID, LOG_PROJECT: set what .env.example says of it.',
  );
});
