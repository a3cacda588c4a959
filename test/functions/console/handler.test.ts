import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { document } from '../../fakes/described';
import { pageSettings } from '../../fakes/files';
import { type Ask, createWorld } from '../../fakes/world';
import { refusal } from '../steps';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

// biome-ignore format: one case a line
it.each<[string, string, Ask, 'zh' | 'en']>([
  ['GET',    '/nothing',               {},                                                     'en'],
  ['GET',    '/nothing',               { headers: { Accept: '*/*' } },                         'en'],
  ['GET',    '/nothing',               { headers: { Accept: 'application/json, text/html' } }, 'en'],
  ['GET',    '/nothing',               { headers: { Accept: 'text/html;q=0' } },               'en'],
  ['GET',    '/api/nothing',           { headers: { 'Accept-Language': 'zh-CN,zh;q=0.9' } },   'zh'],
  ['POST',   '/api/registration',      { json: {}, headers: { Accept: BROWSER } },             'en'],
  ['DELETE', '/api/sessions/1',        {},                                                     'en'],
  ['GET',    '/local/clock',           {},                                                     'en'],
  ['GET',    '/workspaces/cn1',        {},                                                     'en'],
  ['GET',    '/index.html',            {},                                                     'en'],
  ['GET',    '/assets/index.html',     { headers: { Accept: BROWSER } },                       'en'],
  ['GET',    '/assets/nothing.js',     { headers: { Accept: BROWSER } },                       'en'],
  ['GET',    '/constructor',           {},                                                     'en'],
  ['GET',    '/%',                     {},                                                     'en'],
])('%s %s with %j, which no function owns, is answered in the words of the API', async (method, path, given, language) => {
  expect(await createWorld().ask(method, path, given)).toMatchObject(refusal('not-found', language));
});

it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is not for pages', async (method) => {
  const answer = await createWorld().ask(method, '/workspaces');
  expect(answer).toMatchObject(refusal('method-not-allowed', 'en'));
  expect(answer.headers.allow).toBe('GET, HEAD');
});

describe('a page', () => {
  // biome-ignore format: one case a line
  it.each([
    // address                      accepts                         status
    ['/',                           undefined,                      200],
    ['/register',                   BROWSER,                        200],
    ['/log-in',                     '*/*',                          200],
    ['/workspaces',                 undefined,                      200],
    ['/workspaces/new',             undefined,                      200],
    ['/workspaces/cn1/wksp_1',      undefined,                      200],
    ['/bills',                      undefined,                      200],
    ['/ledger',                     undefined,                      200],
    ['/cloud-accounts',             undefined,                      200],
    ['/account',                    undefined,                      200],
    ['/operations',                 undefined,                      200],
    ['/operations/closures',        undefined,                      200],
    ['/operations/mails',           undefined,                      200],
    ['/operations/metering',        undefined,                      200],
    ['/operations/usage',           undefined,                      200],
    ['/nothing',                    BROWSER,                        404],
    ['/workspaces/cn1',             BROWSER,                        404],
    ['/api/nothing',                'text/html',                    404],
    ['/nothing',                    'text/html, */*;q=0.1',         404],
    ['/nothing',                    'application/json;q=0.9, text/html', 404],
  ])('is at %s, to who accepts %s, with %i', async (path, accept, status) => {
    for (const method of ['GET', 'HEAD']) {
      const { headers, ...answer } = await createWorld().ask(method, path, { headers: accept ? { Accept: accept } : {} });
      expect(answer).toEqual({ status, body: method === 'HEAD' ? undefined : expect.stringContaining('<script') });
      expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    }
  });

  // biome-ignore format: one case a line
  it.each<[address: string, query: Record<string, string>, leadsTo: string]>([
    ['/workspaces/',                  {},                          '/workspaces'],
    ['/workspaces/',                  { q: 'a&b', site: 'cn1' },   '/workspaces?q=a%26b&site=cn1'],
    ['/workspaces/new/',              {},                          '/workspaces/new'],
    ['/workspaces/cn1/wksp_1/',       { change: '' },              '/workspaces/cn1/wksp_1?change='],
    ['/workspaces/%2F%2Fa.example/b/', {},                         '/workspaces/%2F%2Fa.example/b'],
    ['/operations/mails/',            {},                          '/operations/mails'],
    ['/bills/',                       { site: 'cn1' },             '/bills?site=cn1'],
  ])('with a slash behind its address, %s with %j, leads to %s', async (address, query, leadsTo) => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await createWorld().ask(method, address, { query, headers: { Accept: BROWSER } });
      expect([status, headers.location]).toEqual([308, leadsTo]);
    }
  });

  it.each(['/nothing/', '/workspaces/cn1/', '/workspaces//'])('is not at %s', async (address) => {
    expect((await createWorld().ask('GET', address, { headers: { Accept: BROWSER } })).status).toBe(404);
  });

  it('is at every address that the pages have a page for', async () => {
    const source = readFileSync(join(__dirname, '../../../functions/console/pages/routes.tsx'), 'utf8');
    const written = [...source.matchAll(/path: '([^'*]+)'/g)].map(([, path = '']) => path);
    // Those of operators lie below the one before them.
    const addresses = written.map((path) => (path.startsWith('/') ? path : `/operations/${path}`));
    expect(addresses.length).toBeGreaterThan(9);
    for (const address of addresses) {
      expect([address, await createWorld().ask('GET', address.replaceAll(':', ''))]).toEqual([
        address,
        expect.objectContaining({ status: 200 }),
      ]);
    }
  });

  it('is of one nonce each time, in its tags and in the policy alike', async () => {
    const world = createWorld();
    const nonceOf = async () => {
      const { headers, body } = await world.ask('GET', '/');
      const nonces = [...body.matchAll(/nonce="(\w{32})"/g)].map(([, nonce]) => nonce);
      expect(nonces).toHaveLength(2);
      expect(body).not.toContain('__');
      expect(
        new Set([...nonces, ...(headers['content-security-policy']?.match(/(?<='nonce-)\w+(?=')/) ?? [])]).size,
      ).toBe(1);
      return nonces[0];
    };
    expect(await nonceOf()).not.toBe(await nonceOf());
  });

  it('is told of the deployment, whatever stands in that', async () => {
    const { body } = await createWorld().ask('GET', '/');
    const written: string = /<meta content="([^"<>]*)">/.exec(body)?.[1] ?? '';
    const read = written
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    expect(JSON.parse(read)).toEqual(pageSettings);
  });

  it('loads, calls and is framed by nothing from elsewhere, and tells nobody where it was', async () => {
    const { headers } = await createWorld().ask('GET', '/');
    expect(headers['content-security-policy']?.replace(/nonce-\w+/, 'nonce-1').split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-1'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is there wherever the pages’ routes say', () => {
    const routes = readFileSync(join(__dirname, '../../../functions/console/pages/routes.tsx'), 'utf8');
    const addresses = [...routes.matchAll(/path: '(\/[^']*)'/g)].map(([, path = '']) =>
      path.replaceAll(/:(\w+)/g, '{$1}'),
    );
    const served = createWorld()
      .functions()
      .flatMap(({ routes }) => routes.map(({ path }) => path));
    expect(addresses).not.toEqual([]);
    expect(addresses.filter((address) => !served.includes(address))).toEqual([]);
  });
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
      "font-src 'self'",
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

  // biome-ignore format: one file a line
  it.each([
    ['/assets/index.0123456789abcdef.js',  'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/index.0123456789abcdef.css', 'text/css; charset=utf-8',        'public, max-age=31536000, immutable'],
    ['/assets/icon.0123456789abcdef.svg',  'image/svg+xml',                  'public, max-age=31536000, immutable'],
    ['/assets/pages.LICENSE.txt',          'text/plain; charset=utf-8',      'no-cache'],
  ])('of the pages: %s', async (path, type, kept) => {
    const { status, headers } = await ask(path);
    expect({ status, type: headers['content-type'], kept: headers['cache-control'] }).toEqual({ status: 200, type, kept });
    expect(headers).toMatchObject({ etag: expect.stringMatching(/^"[\w-]{22}"$/), vary: 'Accept-Encoding' });
  });

  it('is answered to HEAD as to GET, without its body', async () => {
    for (const path of ['/api/docs', '/api/openapi.json', script, '/assets/index.0123456789abcdef.js']) {
      const { 'x-request-id': _, ...headers } = (await ask(path)).headers;
      expect(await createWorld().ask('HEAD', path)).toMatchObject({ status: 200, headers, body: undefined });
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
    'a'.repeat(300),
  ])('that is none of the page’s: %s', async (name) => {
    expect(await ask(`/api/docs/${name}`)).toMatchObject(refusal('not-found', 'en'));
  });
});
