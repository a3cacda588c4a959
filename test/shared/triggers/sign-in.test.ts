import { signTicket } from '../../../shared/protocol/session';
import type { HttpRequest } from '../../../shared/triggers/request';
import { crossSite, ticketOf } from '../../../shared/triggers/sign-in';

const rules = { sessionKeys: ['a session key for tests'] as const, origin: 'https://billing.example' };
const one = { sessionId: '1'.repeat(32), owner: `acct_${'a'.repeat(32)}` };
const other = { sessionId: '2'.repeat(32), owner: `acct_${'b'.repeat(32)}` };
const token = signTicket(one, rules.sessionKeys);
const otherToken = signTicket(other, rules.sessionKeys);

const request = (headers: Record<string, string>): HttpRequest => ({
  method: 'PUT',
  params: {},
  query: {},
  headers,
  body: Buffer.alloc(0),
  language: 'en',
  sourceAddress: '11.11.11.11',
  requestId: 'r-1',
  changeId: 'c',
  run: 0,
  nowMs: 0,
});

// biome-ignore format: one case a line
it.each<[string, Record<string, string>, typeof one | undefined]>([
  ['a bearer token',                         { authorization: `Bearer ${token}` },                                       one],
  ['a scheme in small letters',              { authorization: `bearer ${token}` },                                       one],
  ['a cookie',                               { cookie: `session=${token}` },                                             one],
  ['a cookie among others',                  { cookie: `a=b; session=${token}; c=d` },                                   one],
  ['cookie headers joined by a comma',       { cookie: `a=b,session=${token}` },                                         one],
  ['both: the bearer token',                 { authorization: `Bearer ${token}`, cookie: `session=${otherToken}` },      one],
  ['another scheme, and a cookie',           { authorization: 'Basic YTpi', cookie: `session=${otherToken}` },           other],
  ['two cookies: the first, as a browser sends the nearer path first', { cookie: `session=${token}; session=${otherToken}` }, one],
  ['nothing',                                {},                                                                         undefined],
  ['a bearer token that is nobody’s, and a cookie', { authorization: 'Bearer x', cookie: `session=${token}` },           undefined],
  ['a cookie of a longer name',              { cookie: `xsession=${token}` },                                            undefined],
  ['an empty cookie',                        { cookie: 'session=' },                                                     undefined],
  ['a token without its scheme',             { authorization: token },                                                   undefined],
  ['two tokens',                             { authorization: `Bearer ${token} ${token}` },                              undefined],
  ['two headers joined by a comma',          { authorization: `Bearer ${token},Bearer ${token}` },                       undefined],
])('%s', (_, headers, ticket) => {
  expect(ticketOf(request(headers), rules)).toEqual(ticket);
});

const cookie = `session=${token}`;
const bearer = `Bearer ${token}`;

// biome-ignore format: one case a line
it.each<[string, Record<string, string>, boolean]>([
  // a change that comes with                                                              refused
  ['a cookie and no Origin',        { cookie },                                            true],
  ['a cookie and our origin',       { cookie, origin: 'https://billing.example' },         false],
  ['a cookie and another origin',   { cookie, origin: 'https://evil.example' },            true],
  ['our name at another scheme',    { cookie, origin: 'http://billing.example' },          true],
  ['our name at another port',      { cookie, origin: 'https://billing.example:8443' },    true],
  ['a name that begins like ours',  { cookie, origin: 'https://billing.example.evil' },    true],
  ['a sandboxed page',              { cookie, origin: 'null' },                            true],
  ['a bearer token',                { authorization: bearer },                             false],
  ['a bearer token, elsewhere',     { authorization: bearer, origin: 'https://a.example' }, false],
  ['a bearer token and a cookie',   { authorization: bearer, cookie },                     false],
  ['another scheme and a cookie',   { authorization: 'Basic YTpi', cookie },               true],
  ['an empty bearer and a cookie',  { authorization: 'Bearer ', cookie },                  true],
  ['neither',                       { origin: 'https://evil.example' },                    false],
])('cross-site: %s', (_, headers, isRefused) => {
  expect(crossSite(request(headers), rules)?.code).toBe(isRefused ? 'cross-site-request' : undefined);
});
