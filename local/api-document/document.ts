/**
 * The API's OpenAPI 3.1 document, made of the table of operations, the zod schemas and the refusals. It is written beside
 * the console by the build, which serves it at `/api/openapi.json`, and every HTTP answer in the tests is held to it.
 */
import { version } from '../../package.json';
import { problem } from '../../shared/validation/answers';
import {
  type AnswerHeader,
  api,
  type Operation,
  type OperationName,
  type SuccessfulAnswer,
} from '../../shared/validation/api';
import { type Description, descriptions, tags } from './descriptions';
import { parametersOf } from './parameters';
import { answersElsewhere, problemExamples, refusalAnswers } from './refusals';
import { createSchemas } from './schema';

type Schemas = ReturnType<typeof createSchemas>;

const about = `Registers workspaces of customers, settles their fees through an AliCloud account or the Billing Center, and takes the
calls of the Alibaba Cloud Marketplace.

JSON in and out. Identifiers are text, times RFC 3339 in UTC with milliseconds. Unknown members of a body are ignored; text may
have white space around it and full-width characters, which are normalised.

What is refused is answered as \`application/problem+json\` (RFC 9457): \`code\` is for programs, \`detail\` tells the person what to
do next, in the language of \`Accept-Language\`, Chinese or English. Several faults: authentication first, then the body, all of
its mistakes at once, then the rest. An address that is none of these is 404 \`not-found\`, a method that an address does not take
405 \`method-not-allowed\`.`;

const headers = {
  'X-Request-Id': { description: 'Names this request in our logs.', required: true, schema: { type: 'string' } },
  'Content-Language': {
    description: 'Of what people read in the answer.',
    required: true,
    schema: { type: 'string', enum: ['zh', 'en'] },
  },
  'Retry-After': {
    description: 'In seconds, where the same request can succeed later.',
    schema: { type: 'string', pattern: '^[1-9]\\d*$' },
  },
  Allow: { description: 'The methods that the address takes.', required: true, schema: { type: 'string' } },
  ETag: {
    description: 'The state of what is answered.',
    required: true,
    schema: { type: 'string', pattern: '^"[^"]+"$' },
  },
  'Set-Cookie': {
    description: 'The session, or its end.',
    required: true,
    schema: { type: 'string', pattern: '^session=\\S*; HttpOnly;.* SameSite=Strict; Path=/api; Max-Age=\\d+$' },
  },
  Location: { description: 'Where the browser goes on.', required: true, schema: { type: 'string', format: 'uri' } },
} satisfies Record<AnswerHeader | string, object>;

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', description: 'From `POST /api/sessions`.' },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
    description:
      'From `POST /api/sessions` with `"cookie": true`. A change with it needs the `Origin` of our own pages.',
  },
  operatorToken: { type: 'http', scheme: 'bearer', description: 'The operators’.' },
  signature: {
    type: 'apiKey',
    in: 'query',
    name: 'token',
    description: 'The marketplace’s signature of the other parameters, made with the seller key.',
  },
};

const security = {
  anyone: [],
  owner: [{ token: [] }, { cookie: [] }],
  operator: [{ operatorToken: [] }],
  marketplace: [{ signature: [] }],
} satisfies Record<Operation['caller'], object[]>;

const contentOf = ({ body, file }: SuccessfulAnswer, example: unknown, { schemaOf }: Schemas) => {
  if (body) {
    const said = { schema: schemaOf(body, 'answer'), ...(example !== undefined && { example }) };
    return { 'application/json': said };
  }
  return file && { [file]: {} };
};

const answersOf = ({ answers }: Operation, said: Description, schemas: Schemas) =>
  Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const { summary, example } = said.answers[Number(status)] ?? {};
      const content = contentOf(answer, example, schemas);
      const named = ['X-Request-Id', ...(answer.headers ?? [])];
      return [
        status,
        {
          description: summary ?? '',
          headers: Object.fromEntries(named.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
          ...(content && { content }),
        },
      ];
    }),
  );

const operationOf = (path: string, operation: Operation, said: Description, schemas: Schemas) => ({
  operationId: said.id,
  tags: [said.tag],
  summary: said.summary,
  ...(said.more && { description: said.more }),
  security: security[operation.caller],
  parameters: parametersOf(path, operation, schemas),
  ...(operation.body && {
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: schemas.schemaOf(operation.body, 'request'),
          examples: Object.fromEntries(Object.entries(said.bodies ?? {}).map(([name, value]) => [name, { value }])),
        },
      },
    },
  }),
  responses: { ...answersOf(operation, said, schemas), ...refusalAnswers(operation) },
});

export const createApiDocument = () => {
  const schemas = createSchemas();
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const [name, operation] of Object.entries(api) as [OperationName, Operation][]) {
    const [method = '', path = ''] = name.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(path, operation, descriptions[name], schemas) };
  }
  schemas.schemaOf(problem, 'answer');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Account settlement for AliCloud',
      version,
      description: about,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemas.named,
      parameters: {
        'Accept-Language': {
          name: 'Accept-Language',
          in: 'header',
          description: 'The language of `detail`: Chinese where it is preferred, else English.',
          schema: { type: 'string', examples: ['zh-CN,zh;q=0.9'] },
        },
      },
      headers,
      responses: answersElsewhere,
      examples: problemExamples,
      securitySchemes,
    },
  };
};

export type ApiDocument = ReturnType<typeof createApiDocument>;
