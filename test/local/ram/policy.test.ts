import { type Decision, readPolicy } from '../../../local/ram/policy';

const instance = 'acs:ots:cn-hangzhou:1000000000000000:instance/settlement';
const row = (effect: string, Action: unknown, Resource: unknown) => ({ Effect: effect, Action, Resource });
const policyOf = (...Statement: unknown[]) => readPolicy({ Version: '1', Statement });

describe('one statement that allows', () => {
  // biome-ignore format: a table
  test.each<[action: unknown, resource: unknown, asked: string, of: string, decision: Decision]>([
    ['ots:GetRow',                 `${instance}/table/sessions`, 'ots:GetRow',      `${instance}/table/sessions`,  'Allow'],
    ['ots:GetRow',                 `${instance}/table/sessions`, 'ots:PutRow',      `${instance}/table/sessions`,  'ImplicitDeny'],
    ['ots:GetRow',                 `${instance}/table/sessions`, 'ots:GetRow',      `${instance}/table/accounts`,  'ImplicitDeny'],
    ['ots:GetRow',                 `${instance}/table/sessions`, 'ots:GetRow',      `${instance}/table/sessions2`, 'ImplicitDeny'],
    ['ots:GetRow',                 `${instance}/table/sessions`, 'xots:GetRow',     `${instance}/table/sessions`,  'ImplicitDeny'],
    ['ots:GetRow',                 `${instance}/table/sessions`, 'ots:getrow',      `${instance}/table/sessions`,  'ImplicitDeny'],
    [['ots:GetRow', 'ots:PutRow'], `${instance}/table/sessions`, 'ots:PutRow',      `${instance}/table/sessions`,  'Allow'],
    ['ots:BatchGet*',              '*',                          'ots:BatchGetRow', `${instance}/table/sessions`,  'Allow'],
    ['ots:*Row',                   '*',                          'ots:BatchGetRow', `${instance}/table/sessions`,  'Allow'],
    ['ots:*Row',                   '*',                          'ots:GetRange',    `${instance}/table/sessions`,  'ImplicitDeny'],
    ['ots:*',                      '*',                          'fc:GetFunction',  'acs:fc:*:*:functions/x',      'ImplicitDeny'],
    ['*',                          '*',                          'fc:GetFunction',  'acs:fc:*:*:functions/x',      'Allow'],
    ['ots:GetRow',                 'acs:ots:*:*:instance/settle*', 'ots:GetRow',    `${instance}/table/sessions`,  'Allow'],
    ['ots:GetRow',                 'acs:ots:*:*:instance/settlement', 'ots:GetRow', `${instance}/table/sessions`,  'ImplicitDeny'],
    ['ots:GetRow',                 'acs:ots:*:*:instance/*/',    'ots:GetRow',      instance,                      'ImplicitDeny'],
    ['ots:GetRow',                 `${instance}/table/*`,        'ots:GetRow',      `${instance}/table/a/b`,       'Allow'],
    ['ots:GetRow',                 [instance, `${instance}/table/*`], 'ots:GetRow', `${instance}/table/sessions`,  'Allow'],
    ['ots:ListTable',              `${instance}/table/*`,        'ots:ListTable',   `${instance}/table/*`,         'Allow'],
    ['ots:ListTable',              `${instance}/table/sessions`, 'ots:ListTable',   `${instance}/table/*`,         'ImplicitDeny'],
    ['ots.GetRow',                 '*',                          'ots:GetRow',      instance,                      'ImplicitDeny'],
    ['ots:Get.ow',                 '*',                          'ots:GetRow',      instance,                      'ImplicitDeny'],
    ['ots:GetRo?',                 '*',                          'ots:GetRow',      instance,                      'ImplicitDeny'],
    ['ots:(GetRow)',               '*',                          'ots:GetRow',      instance,                      'ImplicitDeny'],
    ['ots:GetRow|x',               '*',                          'ots:GetRow',      instance,                      'ImplicitDeny'],
  ])('%j on %j: %s of %s is %s', (action, resource, asked, of, decision) => {
    expect(policyOf(row('Allow', action, resource))(asked, of)).toBe(decision);
  });
});

describe('several statements', () => {
  const reading = row('Allow', 'ots:Get*', '*');
  const writing = row('Allow', 'ots:PutRow', '*');
  const noSessions = row('Deny', 'ots:*', `${instance}/table/sessions`);

  // biome-ignore format: a table
  test.each<[string, unknown[], asked: string, table: string, decision: Decision]>([
    ['none',                      [],                    'ots:GetRow',    'accounts', 'ImplicitDeny'],
    ['one of two allows',         [reading, writing],    'ots:PutRow',    'accounts', 'Allow'],
    ['none of two allows',        [reading, writing],    'ots:DeleteRow', 'accounts', 'ImplicitDeny'],
    ['a denial of something else', [reading, noSessions], 'ots:GetRow',    'accounts', 'Allow'],
    ['a denial after what allows', [reading, noSessions], 'ots:GetRow',    'sessions', 'ExplicitDeny'],
    ['a denial before it',        [noSessions, reading], 'ots:GetRow',    'sessions', 'ExplicitDeny'],
    ['a denial of what none allows', [noSessions],       'ots:GetRow',    'sessions', 'ExplicitDeny'],
  ])('%s', (_, statements, asked, table, decision) => {
    expect(policyOf(...statements)(asked, `${instance}/table/${table}`)).toBe(decision);
  });
});

// What is not understood must not be taken for something that allows, or that does not deny.
// biome-ignore format: a table
test.each([
  ['no version',            { Statement: [] },                                                               'Version'],
  ['another version',       { Version: '2', Statement: [] },                                                 'Version'],
  ['no statements',         { Version: '1' },                                                                'Statement'],
  ['another effect',        { Version: '1', Statement: [row('allow', 'ots:*', '*')] },                       'Effect'],
  ['no action',             { Version: '1', Statement: [{ Effect: 'Allow', Resource: '*' }] },               'Action'],
  ['a list of no actions',  { Version: '1', Statement: [row('Allow', [], '*')] },                            'Action'],
  ['a condition',           { Version: '1', Statement: [{ ...row('Allow', 'ots:*', '*'), Condition: {} }] }, 'Condition'],
  ['all actions but some',  { Version: '1', Statement: [{ ...row('Deny', 'a:*', '*'), NotAction: 'b:*' }] }, 'NotAction'],
])('a policy with %s is refused', (_, document, named) => {
  expect(() => readPolicy(document)).toThrow(new RegExp(`^The policy is not understood here: [^]*${named}`));
});
