import { document } from '../../fakes/described';
import { type Ask, createWorld } from '../../fakes/world';
import { refusal } from '../steps';

// biome-ignore format: one case a line
it.each<[string, string, Ask, 'zh' | 'en']>([
  ['GET',    '/',                      {},                                                     'en'],
  ['GET',    '/register',              { headers: { 'Accept-Language': 'zh-CN,zh;q=0.9' } },   'zh'],
  ['GET',    '/api/nothing',           {},                                                     'en'],
  ['POST',   '/api/registration',      { json: {} },                                           'en'],
  ['DELETE', '/api/sessions/1',        {},                                                     'en'],
  ['GET',    '/local/clock',           {},                                                     'en'],
  ['GET',    '/constructor',           {},                                                     'en'],
  ['GET',    '/%',                     {},                                                     'en'],
])('%s %s, which no function owns, is answered in the words of the API', async (method, path, given, language) => {
  expect(await createWorld().ask(method, path, given)).toMatchObject(refusal('not-found', language));
});

it('the address is not in the log', async () => {
  const world = createWorld();
  await world.ask('GET', '/typed-by-a-person', { query: { a: 'typed-too' } });
  expect(world.lines).toHaveLength(1);
  expect(world.lines.join()).not.toContain('typed');
});

describe('the document', () => {
  it('is served to programs', async () => {
    const { status, headers, body } = await createWorld().ask('GET', '/api/openapi.json');
    expect({ status, body }).toEqual({ status: 200, body: document });
    expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', vary: 'Accept-Encoding' });
  });

  it('is shown to people by a page that loads, calls and is framed by nothing from elsewhere', async () => {
    const { headers } = await createWorld().ask('GET', '/api/docs');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });
});

describe('a file', () => {
  const ask = (path: string, headers: Record<string, string> = {}) => createWorld().ask('GET', path, { headers });
  const script = '/api/docs/docs.0123456789abcdef.js';

  // biome-ignore format: one case a line
  it.each([
    // Accept-Encoding                page is sent as  script is sent as
    ['br, gzip',                      'br',            'gzip'],
    ['gzip, deflate, br;q=0.9, zstd', 'br',            'gzip'],
    ['GZIP',                          'gzip',          'gzip'],
    ['br;q=0, gzip',                  'gzip',          'gzip'],
    ['br; q=0.0 , gzip;q=0.5',        'gzip',          'gzip'],
    ['deflate',                       undefined,       undefined],
    ['',                              undefined,       undefined],
    [undefined,                       undefined,       undefined],
  ])('for %s', async (accepted, page, of) => {
    const headers: Record<string, string> = accepted === undefined ? {} : { 'Accept-Encoding': accepted };
    expect((await ask('/api/docs', headers)).headers['content-encoding']).toBe(page);
    expect((await ask(script, headers)).headers['content-encoding']).toBe(of);
  });

  it('whose name carries its hash is kept for good, others are asked for again', async () => {
    expect((await ask(script)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    for (const path of ['/api/docs', '/api/openapi.json']) {
      expect((await ask(path)).headers['cache-control']).toBe('no-cache');
    }
  });

  it('that the caller has is not sent again; the same in another encoding is another', async () => {
    const { etag = '' } = (await ask('/api/docs')).headers;
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      expect(await ask('/api/docs', { 'If-None-Match': known })).toMatchObject({ status: 304, body: undefined });
    }
    expect((await ask('/api/docs', { 'If-None-Match': '"other"' })).status).toBe(200);
    expect((await ask('/api/docs', { 'If-None-Match': etag, 'Accept-Encoding': 'br' })).status).toBe(200);
  });

  it.each([
    'nothing.js',
    'docs.html.br',
    'index',
    '..%2Fopenapi.json',
    '%2e%2e',
    'constructor',
    'docs.0123456789abcdef',
  ])('that is none of the page’s: %s', async (name) => {
    expect(await ask(`/api/docs/${name}`)).toMatchObject(refusal('not-found', 'en'));
  });
});
