import * as z from 'zod';
import { billList, ledgerList, usageOfDay } from '../../../shared/validation/bill-list';
import { type FieldName, fieldNameOf, isNamed } from '../../../shared/validation/field-names';
import { registration, workspaceRegistration } from '../../../shared/validation/registration';
import { login } from '../../../shared/validation/session';
import { settlement } from '../../../shared/validation/settlement';
import { workspaceList } from '../../../shared/validation/workspace-list';

/** Every member that a JSON Schema describes, at any depth. */
const membersIn = (node: unknown): string[] => {
  if (typeof node !== 'object' || node === null) return [];
  const properties = 'properties' in node ? Object.keys(node.properties as object) : [];
  return [...properties, ...Object.values(node).flatMap(membersIn)];
};

/** Words for a Chinese reader and for an English one; a name or a form may be the same in both, such as `true`. */
const expectWords = ({ label, form }: FieldName): void => {
  expect(`${label.zh}${form.zh}`).toMatch(/\p{Script=Han}/u);
  for (const words of [label, form]) {
    expect(words.zh).not.toBe('');
    expect(words.en).toMatch(/^[^\p{Script=Han}]+$/u);
  }
};

describe('every member of every request has a name in both languages', () => {
  test.each<[string, z.ZodType, some: string[]]>([
    ['registration', registration, ['username', 'language', 'accountId', 'agreementAccepted']],
    ['further workspace', workspaceRegistration, ['site', 'name', 'instanceId']],
    ['settlement', settlement, ['method', 'proof']],
    ['log-in', login, ['password', 'cookie']],
    ['list of workspaces', workspaceList, ['limit', 'closedBy', 'q']],
    ['list of bills', billList, ['from', 'to', 'workspaceId']],
    ['ledger', ledgerList, ['currency', 'cursor']],
    ['usage of a day', usageOfDay, ['day']],
  ])('%s', (_, schema, some) => {
    const members = membersIn(z.toJSONSchema(schema, { io: 'input' }));
    expect(members).toEqual(expect.arrayContaining(some));
    expect(members.filter((member) => !isNamed(member))).toEqual([]);
    for (const member of members) expectWords(fieldNameOf([member]));
  });

  test.each(['workspaceId', 'idempotency-key'])('and so has what stands in an address or a header: %s', (member) => {
    expect(isNamed(member)).toBe(true);
    expectWords(fieldNameOf([member]));
  });

  test('and so has the request itself', () => {
    expectWords(fieldNameOf([]));
  });
});

describe('a place in a request is called by its innermost name', () => {
  // biome-ignore format: one case a line
  test.each<[path: PropertyKey[], zh: string, en: string]>([
    [[],                          '请求内容',     'request'],
    [[0],                         '请求内容',     'request'],
    [['site'],                    '站点',         'site'],
    [['workspace'],               '工作空间',     'workspace'],
    [['workspace', 'name'],       '工作空间名称', 'workspace name'],
    [['workspaces', 0, 'name'],   '工作空间名称', 'workspace name'],
    [['name', 0],                 '工作空间名称', 'workspace name'],
    [['settlement', 'closedBy'],  '商品实例 ID',  'product instance ID'],
    [['colour'],                  'colour',       'colour'],
    [['toString'],                'toString',     'toString'],
  ])('%j: %s, %s', (path, zh, en) => {
    expect(fieldNameOf(path).label).toEqual({ zh, en });
  });

  test('one that is not in our table has a form all the same', () => {
    expect(fieldNameOf(['colour']).form).toEqual({ zh: '正确的格式', en: 'in the right form' });
    expect(isNamed('colour')).toBe(false);
  });
});
