/** The API's document against what it describes: the functions' routes, the rules of the fields, its own schemas. */

import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { descriptions } from '../../../local/api-document/descriptions';
import { forms, said } from '../../../local/api-document/fields';
import { refusalCodes, refusals } from '../../../shared/domain/refusals';
import { api, type Operation } from '../../../shared/validation/api';
import { document, faultsBySchema, mustBeDescribed } from '../../fakes/described';
import { createWorld } from '../../fakes/world';
import { seed } from '../../seed';

type Place = readonly (string | number)[];

/** Every member of the document of this name, with where it stands. */
const findAll = (name: string, node: unknown = document, place: Place = []): { place: Place; value: unknown }[] => {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([member, value]) => [
    ...(member === name ? [{ place: [...place, member], value }] : []),
    ...findAll(name, value, [...place, member]),
  ]);
};

describe('the operations', () => {
  test('are the routes of the functions, all of them and no other', () => {
    // The pages, what they load, and HEAD, which is GET without a body, are no operations.
    const routes = createWorld()
      .functions()
      .flatMap(({ routes: ofOne }) => ofOne.map(({ method, path }) => `${method} ${path}`))
      .filter((route) => /^(?!HEAD )\w+ \/(api|marketplace)\//.test(route));
    expect(Object.keys(api).sort()).toEqual(routes.sort());
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routes.sort());
  });

  test('have each a name of their own', () => {
    const ids = findAll('operationId').map(({ value }) => value);
    expect(new Set(ids).size).toBe(Object.keys(api).length);
  });

  test.each(Object.entries(api) as [string, Operation][])(
    '%s: each of its refusals with its status, its code and an example in both languages',
    (name, { caller, refusals: refused }) => {
      const [method = '', path = ''] = name.split(' ');
      const responses = document.paths[path]?.[method.toLowerCase()]?.responses as Record<
        string,
        { content: Record<string, { schema: { properties: { code: { enum: string[] } } }; examples: object }> }
      >;
      for (const code of refused) {
        const { schema, examples } = responses[refusals[code].status]?.content['application/problem+json'] ?? {};
        expect(schema?.properties.code.enum).toContain(code);
        const example = code === 'not-signed-in' && caller === 'operator' ? `${code}.operator` : code;
        expect(Object.keys(examples ?? {})).toEqual(expect.arrayContaining([`${example}.zh`, `${example}.en`]));
      }
    },
  );

  test('each refusal is one of some operation, or of where none is', () => {
    const given = Object.values(api).flatMap(({ refusals: refused }) => [...refused] as string[]);
    expect([...new Set([...given, 'not-found', 'method-not-allowed'])].sort()).toEqual([...refusalCodes].sort());
  });
});

describe('the examples', () => {
  const valueAt = (pointer = ''): unknown =>
    (document.components.examples[pointer.split('/').at(-1) ?? ''] as { value: unknown }).value;
  const bodies = findAll('content').flatMap(({ place, value }) =>
    Object.entries(
      value as Record<string, { example?: unknown; examples?: Record<string, { value?: unknown; $ref?: string }> }>,
    ).flatMap(([type, { example, examples = {} }]) =>
      [
        ...(example === undefined ? [] : [example]),
        ...Object.values(examples).map(({ value: own, $ref }) => own ?? valueAt($ref)),
      ].map((one): [string, Place, unknown] => [[...place, type].join(' '), [...place, type, 'schema'], one]),
    ),
  );
  test('are many', () => {
    expect(bodies.length).toBeGreaterThan(100);
  });

  test.each(bodies)('of %s fit their schema', (_, place, example) => {
    expect(faultsBySchema(example, true, ...place)).toEqual([]);
  });
});

describe('every reference', () => {
  test('leads to what is there', () => {
    for (const { value } of findAll('$ref')) {
      const found = String(value)
        .split('/')
        .slice(1)
        .reduce<unknown>((node, member) => (node as Record<string, unknown> | undefined)?.[member], document);
      expect([value, typeof found]).toEqual([value, 'object']);
    }
  });
});

describe('the form of a field is what its rule accepts', () => {
  const named = (says: { description?: string; examples?: readonly unknown[] }) =>
    says.description ?? String(says.examples);

  test.each(forms.map(([schema, says]) => [named(says), schema, says] as const))('%s', (_, schema, says) => {
    const { id: _id, ...form } = says;
    const fits = new Ajv2020({ strict: false }).compile({ type: 'string', ...form });

    for (const example of says.examples ?? []) {
      expect([fits(example), schema.safeParse(example)]).toEqual([true, { success: true, data: example }]);
    }
    const { pattern = '^[^]{1,300}$' } = says;
    // fast-check makes nothing by patterns that look ahead: they are those of names and of addresses.
    const right = pattern.includes('(?!') ? fc.emailAddress() : fc.stringMatching(new RegExp(pattern, 'u'));
    const texts = fc.oneof(right, fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ maxLength: 20 }));
    const agree = (text: string): void => {
      const read = schema.safeParse(text);
      if (read.success) expect([text, fits(read.data)]).toEqual([text, true]);
      // Which passwords are too common, no form can tell; nor how long a text becomes that is yet to be normalised.
      else if (says.minLength !== 8 && text === text.normalize('NFKC'))
        expect([text, fits(text)]).toEqual([text, false]);
    };
    fc.assert(fc.property(texts, agree), { seed });
    const [letter = 'a'] = String(says.examples?.[0] ?? 'a');
    for (const length of [...Array(300).keys(), 1023, 1024, 1025]) agree(letter.repeat(length));
  });

  test('what has a name is said once', () => {
    const ids = Object.keys(document.components.schemas);
    expect(ids).toEqual(expect.arrayContaining(['AccountId', 'InstanceId', 'Registration', 'Workspace', 'Problem']));
    for (const [schema] of forms) expect(said.has(schema)).toBe(true);
  });
});

describe('an answer that is not described', () => {
  const { example } = descriptions['GET /api/workspaces/{site}/{workspaceId}'].answers[200] as {
    example: { workspace: object };
  };
  const right = {
    status: 200,
    type: 'application/json; charset=utf-8',
    'x-request-id': '1',
    etag: '"1"',
    body: example as unknown,
  };
  const judge = (changes: Partial<typeof right> | object, path = '/api/workspaces/cn1/wksp_1', method = 'GET') => {
    const { status, body, type, ...headers } = { ...right, ...changes } as typeof right & Record<string, string>;
    const all: Record<string, string> = { ...headers, 'content-type': type };
    return () => mustBeDescribed(method, path, { status, body, header: (name) => all[name.toLowerCase()] });
  };

  test('one that is, passes', () => {
    expect(judge({})).not.toThrow();
  });

  // biome-ignore format: one case a line
  test.each([
    ['a status',            { status: 201 },                                             'its status is not among those'],
    ['a media type',        { type: 'text/html' },                                       'its media type is text/html, not application/json'],
    ['a missing header',    { etag: undefined },                                         'the header ETag is missing'],
    ['a malformed header',  { etag: '1' },                                               'ETag: the whole must match pattern'],
    ['a missing member',    { body: {} },                                                "must have required property 'workspace'"],
    ['a member too many',   { body: { ...example, owner: 'acme' } },                     'must NOT have additional properties'],
    ['one further inside',  { body: { workspace: { ...example.workspace, version: 1 } } }, 'must NOT have additional properties'],
    ['a malformed member',  { body: { workspace: { ...example.workspace, site: 'xx' } } }, 'must be equal to one of the allowed values'],
  ])('%s', (_, changes, fault) => {
    expect(judge(changes)).toThrow(fault);
  });

  test('a refusal that the operation does not list, or of another status', () => {
    const refused = (code: string, status: number) => {
      const problem = { type: 'about:blank', title: 'T', status, detail: 'D', code, requestId: '1' };
      return judge({ status, body: problem, type: 'application/problem+json', 'content-language': 'en' });
    };
    expect(refused('workspace-not-found', 404)).not.toThrow();
    expect(refused('instance-not-found', 404)).toThrow('allowed values');
    expect(refused('username-taken', 409)).toThrow('its status is not among those');
  });

  test('a success where there is no operation', () => {
    expect(judge({}, '/api/nowhere')).toThrow('its media type is application/json, not application/problem+json');
    expect(judge({}, '/api/account', 'POST')).toThrow('the header Content-Language is missing');
  });
});
