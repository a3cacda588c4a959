import * as z from 'zod';
import { fieldNameOf, isNamed } from '../../../shared/validation/field-names';
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

describe('every member of every request has a name in both languages', () => {
  test.each<[string, z.ZodType, some: string[]]>([
    ['registration', registration, ['username', 'language', 'accountId', 'agreementAccepted']],
    ['further workspace', workspaceRegistration, ['site', 'name', 'instanceId']],
    ['settlement', settlement, ['method', 'proof']],
    ['log-in', login, ['password', 'cookie']],
    ['list of workspaces', workspaceList, ['limit', 'closedBy', 'q']],
  ])('%s', (_, schema, some) => {
    const members = membersIn(z.toJSONSchema(schema, { io: 'input' }));
    expect(members).toEqual(expect.arrayContaining(some));
    expect(members.filter((member) => !isNamed(member))).toEqual([]);
    for (const { label, form } of members.map((member) => fieldNameOf([member]))) {
      expect(`${label.zh}${form.zh}`).toMatch(/\p{Script=Han}/u);
      expect(`${label.en}${form.en}`).not.toMatch(/\p{Script=Han}/u);
    }
  });
});
