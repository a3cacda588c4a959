/**
 * The refusals in the document: for each status that an operation refuses with one answer, whose codes are those that the
 * operation may give, each with an example in both languages, made by what makes the refusals themselves.
 */
import { type RefusalCode, type Refused, refusalCodes, refusals, refused } from '../../shared/domain/refusals';
import { notAnOperator } from '../../shared/triggers/operator';
import { problem } from '../../shared/triggers/problem';
import { INTERNAL_ERROR, internalError } from '../../shared/triggers/serve';
import type { Operation } from '../../shared/validation/api';
import { type Language, languages } from '../../shared/validation/language';
import { registration } from '../../shared/validation/registration';
import type { JsonSchema } from './schema';

const REQUEST_ID = '1-64f6cd87-18ec7a9a89a2e0d6b033bbe2';

/** What each needs to be told as it really is. */
const detailsOf = (code: RefusalCode) => {
  if (code === 'method-not-allowed') return { allow: 'POST, DELETE' };
  if (code !== 'invalid-request') return {};
  const mistaken = registration.safeParse({
    site: 'cn1',
    username: 'acme',
    password: 'correct horse battery',
    email: 'ops@acme.example',
    workspace: { name: 'Acme production', language: 'zh' },
    settlement: { method: 'alicloud', accountId: 'ops@1234567890123456.onaliyun.com', instanceId: 'cmgj00053362' },
    agreementAccepted: true,
  });
  return mistaken.error ? { error: mistaken.error } : {};
};

const exampleOf = (refusal: Refused, language: Language) => ({
  summary: `${refusal.code}, ${languages[language]}`,
  value: problem(refusal, language, REQUEST_ID).body,
});

const tongues = Object.keys(languages) as Language[];

const namesOf = (name: string): string[] => tongues.map((language) => `${name}.${language}`);
const examplesOf = (name: string, refusal: Refused) =>
  Object.fromEntries(tongues.map((language) => [`${name}.${language}`, exampleOf(refusal, language)]));

/** Operators are told of another token. */
const OPERATORS = 'not-signed-in.operator';

/** By the name that the answers refer to. */
export const problemExamples: Readonly<Record<string, object>> = {
  ...Object.assign({}, ...refusalCodes.map((code) => examplesOf(code, refused(code, detailsOf(code))))),
  ...examplesOf(OPERATORS, notAnOperator),
  [INTERNAL_ERROR]: { summary: INTERNAL_ERROR, value: internalError(REQUEST_ID).body },
};

const referredTo = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/examples/${name}` }]));

const answerOf = (
  status: number,
  codes: readonly string[],
  examples: readonly string[],
  headers: object,
  members = {},
) => ({
  description: codes.map((code) => `\`${code}\``).join(', '),
  headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' }, ...headers },
  content: {
    'application/problem+json': {
      schema: {
        $ref: '#/components/schemas/Problem',
        properties: { status: { const: status }, code: { enum: codes } },
        ...members,
      } satisfies JsonSchema,
      examples: referredTo(examples),
    },
  },
});

const refusalOf = (status: number, codes: readonly RefusalCode[], caller: Operation['caller'] = 'anyone') => {
  const headers = {
    'Content-Language': { $ref: '#/components/headers/Content-Language' },
    ...(codes.some((code) => refusals[code].again) && { 'Retry-After': { $ref: '#/components/headers/Retry-After' } }),
    ...(codes.includes('method-not-allowed') && { Allow: { $ref: '#/components/headers/Allow' } }),
  };
  const examples = codes.flatMap((code) =>
    namesOf(code === 'not-signed-in' && caller === 'operator' ? OPERATORS : code),
  );
  return answerOf(status, codes, examples, headers, codes.includes('invalid-request') && { required: ['errors'] });
};

/** By status, in the order of the statuses; a fault of our own is always among them. */
export const refusalAnswers = ({ refusals: codes, caller }: Operation): Readonly<Record<number, object>> => {
  const answers: Record<number, object> = { 500: answerOf(500, [INTERNAL_ERROR], [INTERNAL_ERROR], {}) };
  for (const status of new Set(codes.map((code) => refusals[code].status))) {
    const inOrder = refusalCodes.filter((code) => codes.includes(code) && refusals[code].status === status);
    answers[status] = refusalOf(status, inOrder, caller);
  }
  return answers;
};

/** What is answered where no operation is: no such address, or not by this method. */
export const answersElsewhere = {
  'not-found': refusalOf(404, ['not-found']),
  'method-not-allowed': refusalOf(405, ['method-not-allowed']),
};
