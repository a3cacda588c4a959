import { callersOf } from '../../../local/ram/identity';
import type { PolicyDocument } from '../../../local/ram/policy';
import { createRoles, LOCAL_ACCOUNT_ID, type Roles, roleCredentials } from '../../../local/ram/roles';

const administrator = { accessKeyId: 'STS.Administrator', accessKeySecret: 'secret', securityToken: 'token' };
const reading = (table: string): PolicyDocument => ({
  Version: '1',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'ots:GetRow',
      Resource: `acs:ots:cn-hangzhou:${LOCAL_ACCOUNT_ID}:instance/i/table/${table}`,
    },
  ],
});

let roles: Roles;
beforeEach(() => {
  roles = createRoles('cn-hangzhou');
  roles.put('log-in', reading('sessions'));
});

const decide = (accessKeyId: string, action: string, resource: string) =>
  callersOf(administrator, roles.find)(accessKeyId)?.decide(action, resource);

// biome-ignore format: a table
test.each([
  ['STS.log-in',        'ots:GetRow', 'instance/i/table/sessions', 'Allow'],
  ['STS.log-in',        'ots:GetRow', 'instance/i/table/accounts', 'ImplicitDeny'],
  ['STS.log-in',        'ots:PutRow', 'instance/i/table/sessions', 'ImplicitDeny'],
  ['STS.log-in',        'fc:GetRow',  'instance/i/table/sessions', 'ImplicitDeny'],
  ['STS.Administrator', 'ots:PutRow', 'instance/i/table/accounts', 'Allow'],
  ['STS.nobody',        'ots:GetRow', 'instance/i/table/sessions', undefined],
])('%s: %s of %s: %s', (accessKeyId, action, resource, decision) => {
  expect(decide(accessKeyId, action, resource)).toBe(decision);
  // Once more, from what was decided before.
  expect(decide(accessKeyId, action, resource)).toBe(decision);
});

test('resources lie in the one region', () => {
  const elsewhere = createRoles('cn-shanghai');
  elsewhere.put('log-in', reading('sessions'));
  expect(elsewhere.find('STS.log-in')?.decide('ots:GetRow', 'instance/i/table/sessions')).toBe('ImplicitDeny');
});

test('another policy holds at once', () => {
  expect(decide('STS.log-in', 'ots:GetRow', 'instance/i/table/accounts')).toBe('ImplicitDeny');
  roles.put('log-in', reading('accounts'));
  expect(decide('STS.log-in', 'ots:GetRow', 'instance/i/table/accounts')).toBe('Allow');
  expect(decide('STS.log-in', 'ots:GetRow', 'instance/i/table/sessions')).toBe('ImplicitDeny');
});

test('a role is assumed once it is there, and its credentials are its own', () => {
  roles.put('deliver-mail', reading('todos'));
  const [one, other] = [roles.assume('log-in'), roles.assume('deliver-mail')];
  expect(one).toEqual(roleCredentials('log-in'));
  for (const name of ['accessKeyId', 'accessKeySecret', 'securityToken'] as const) {
    expect(one[name]).not.toBe(other[name]);
  }
  expect(roles.find(one.accessKeyId)).toMatchObject({ name: 'log-in', credentials: one });
  expect(() => roles.assume('console')).toThrow('There is no role console');
});
