/** What an operation is given beside its body: the segments of its path, its query, its headers. */
import * as z from 'zod';
import { verify } from '../../functions/marketplace-event/schema';
import { type MarketplaceAction, marketplaceCalls } from '../../shared/triggers/marketplace-calls';
import type { Operation, RequestHeader } from '../../shared/validation/api';
import { idempotencyKey } from '../../shared/validation/idempotency-key';
import type { createSchemas, JsonSchema } from './schema';

type Schemas = ReturnType<typeof createSchemas>;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

type Members = { readonly properties?: Readonly<Record<string, JsonSchema>>; readonly required?: readonly string[] };

/** One parameter for each member of an object. */
const membersOf = (schema: z.ZodType, place: Parameter['in'], { schemaOf }: Schemas): Parameter[] => {
  const { properties = {}, required = [] } = schemaOf(schema, 'request') as Members;
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: member,
  }));
};

/** A segment that no schema reads is any text. */
const segmentsOf = (path: string, { path: schema }: Operation, schemas: Schemas): Parameter[] => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return membersOf(schema ?? z.object(Object.fromEntries(names.map((name) => [name, z.string()]))), 'path', schemas);
};

const text = (description: string, extra: JsonSchema = {}) => ({ description, schema: { type: 'string', ...extra } });

const headerOf = (name: RequestHeader, { schemaOf }: Schemas): Parameter => {
  const said = {
    'Idempotency-Key': { schema: schemaOf(idempotencyKey, 'request') },
    'If-Match': text('An `ETag` of the workspace: it is changed only in this state. `*`, or no header: in any.'),
    'If-None-Match': text('An `ETag`: what has not changed since is not sent again.'),
  };
  return { name, in: 'header', required: false, ...said[name] };
};

/** Of all actions together: each parameter says with which of them it comes. */
const marketplaceParameters = (schemas: Schemas): Parameter[] => {
  const calls = { ...marketplaceCalls, verify } satisfies Record<MarketplaceAction | 'verify', z.ZodType>;
  const found = new Map<string, { parameter: Parameter; actions: string[] }>();
  for (const [action, schema] of Object.entries(calls)) {
    for (const parameter of membersOf(schema, 'query', schemas)) {
      const { actions } = found.get(parameter.name) ?? { actions: [] };
      const optional = parameter.required ? '' : ' (optional)';
      found.set(parameter.name, { parameter, actions: [...actions, `${action}${optional}`] });
    }
  }
  found.delete('action');
  const ofActions = [...found.values()].map(({ parameter, actions }) => ({
    ...parameter,
    required: false,
    description: `With ${actions.join(', ')}.`,
  }));
  return [
    { name: 'action', in: 'query', required: true, ...text('What happened.', { enum: Object.keys(calls) }) },
    ...ofActions,
  ];
};

export const parametersOf = (path: string, operation: Operation, schemas: Schemas): readonly object[] => [
  ...segmentsOf(path, operation, schemas),
  ...(operation.query ? membersOf(operation.query, 'query', schemas) : []),
  ...(operation.caller === 'marketplace' ? marketplaceParameters(schemas) : []),
  ...(operation.headers ?? []).map((name) => headerOf(name, schemas)),
  { $ref: '#/components/parameters/Accept-Language' },
];
