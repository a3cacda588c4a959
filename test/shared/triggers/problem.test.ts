import * as z from 'zod';
import { type Refused, refusalCodes, refusals, refused } from '../../../shared/domain/refusals';
import { problem } from '../../../shared/triggers/problem';

const error = (() => {
  const body = z.object({ username: z.string({ error: () => 'required' }), nested: z.object({ a: z.string() }) });
  const { error } = body.safeParse({ nested: { a: 1 } });
  if (!error) throw new Error('The body should have been refused.');
  return error;
})();

it.each(refusalCodes)('%s has the members of RFC 9457 and of the contract, and no others', (code) => {
  const { status, title, sentence } = refusals[code];
  expect(problem(refused(code), 'en', 'r-1')).toMatchObject({
    status,
    body: { type: 'about:blank', title, status, detail: sentence.en, code, requestId: 'r-1' },
  });
  expect(Object.keys(problem(refused(code), 'en', 'r-1').body)).toHaveLength(6);
});

it('speaks the language that it is asked for, and says which', () => {
  for (const language of ['zh', 'en'] as const) {
    const { body, headers } = problem(refused('instance-closed'), language, 'r-1');
    expect(body.detail).toBe(refusals['instance-closed'].sentence[language]);
    expect(headers['Content-Language']).toBe(language);
  }
});

it('says a policy’s own sentence in place of the general one', () => {
  const sentence = { zh: '本月已更改 3 次。', en: 'It was changed three times this month.' };
  expect(problem(refused('settlement-change-not-allowed', { sentence }), 'zh', 'r-1').body.detail).toBe(sentence.zh);
});

it('lists the faults of an invalid request, each at its place', () => {
  expect(problem(refused('invalid-request', { error }), 'en', 'r-1').body.errors).toEqual([
    { path: '/username', code: 'required', message: expect.any(String) },
    { path: '/nested/a', code: 'malformed', message: expect.any(String) },
  ]);
});

// biome-ignore format: one case a line
it.each<[string, Refused, Record<string, string>]>([
  ['what only needs time',          refused('instance-not-ready'),                                 { 'Retry-After': '5' }],
  ['what needs a time that is known', refused('too-many-attempts', { retryAfterS: 840 }),          { 'Retry-After': '840' }],
  ['what is unavailable',           refused('try-again', { retryAfterS: 2 }),                      { 'Retry-After': '2' }],
  ['what waiting does not help',    refused('instance-closed'),                                    {}],
  ['another method’s address',      refused('method-not-allowed', { allow: 'POST, DELETE' }),      { Allow: 'POST, DELETE' }],
])('headers of %s', (_, refusal, headers) => {
  expect(problem(refusal, 'en', 'r-1').headers).toStrictEqual({ 'Content-Language': 'en', ...headers });
});
