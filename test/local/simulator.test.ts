/** The simulator's pages over the wire: what each address gives, and what a browser is allowed to do with it. */
import type { Message } from '../../local/direct-mail/mailbox';
import { type HttpServer, startHttpServer } from '../../local/http-server';
import { createSimulator } from '../../local/simulator';

const files: Readonly<Record<string, string>> = {
  'index.html':
    '<meta name="simulator" content="__SETTINGS__" /><script nonce="__NONCE__"></script><i nonce="__NONCE__">',
  'main.0123456789abcdef.js': 'draw()',
  'main.0123456789abcdef.css': 'body {}',
  'icon.0123456789abcdef.svg': '<svg />',
  'pages.LICENSE.txt': 'Apache-2.0',
  'secret.pem': 'not a page',
};
const html =
  '<!doctype html><html lang="zh-CN"><body style="margin:0"><a href="/workspaces">工作空间</a></body></html>';
const mails: Readonly<Record<number, Pick<Message, 'html'>>> = { 0: { html }, 1: { html: '' }, 2: { html: '<p>$&' } };

let server: HttpServer;
beforeAll(async () => {
  const simulator = createSimulator(
    {
      pages: { read: async (name) => (Object.hasOwn(files, name) ? Buffer.from(files[name] ?? '') : undefined) },
      mailbox: {
        find: async (place) => {
          const mail = mails[place];
          return mail && { to: 'ops@acme.example', subject: '', text: '', sentAt: '2026-01-01T00:00:00.000Z', ...mail };
        },
      },
      operatorToken: '"<&>',
    },
    async (request, response) => {
      response.end(`${request.method} ${request.url} is not the simulator’s`);
    },
  );
  server = await startHttpServer(0, simulator);
});
afterAll(() => server.close());

const get = async (path: string, method = 'GET') => {
  const response = await fetch(server.origin + path, { method, redirect: 'manual' });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const policyOf = ({ headers }: { headers: Headers }): string[] =>
  (headers.get('content-security-policy') ?? '').split('; ');

test.each(['/local/', '/local/simulator', '/local/simulator/', '/local/simulator?a=1'])(
  '%s leads on to the marketplace',
  async (path) => {
    const { status, headers } = await get(path);
    expect([status, headers.get('location')]).toEqual([302, '/local/simulator/marketplace']);
  },
);

test.each(['/', '/local', '/local/mail', '/local/simulators', '/api/docs'])(
  '%s is answered by others',
  async (path) => {
    expect(await get(path)).toMatchObject({ status: 200, text: `GET ${path} is not the simulator’s` });
  },
);

test.each(['marketplace', 'mailbox/7', 'nothing/here'])('%s is the page, made anew for each answer', async (page) => {
  const answers = await Promise.all([get(`/local/simulator/${page}`), get(`/local/simulator/${page}?a=1`)]);
  const nonces = answers.map(({ text }) => /nonce="([^"]*)"/.exec(text)?.[1] ?? '');
  expect(new Set(nonces).size).toBe(2);
  for (const [at, answer] of answers.entries()) {
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.text).toBe(
      '<meta name="simulator" content="{&quot;operatorToken&quot;:&quot;\\&quot;&lt;&amp;&gt;&quot;}" />' +
        `<script nonce="${nonces[at]}"></script><i nonce="${nonces[at]}">`,
    );
  }
});

test('the page loads nothing from elsewhere, and only styles of its own', async () => {
  const answer = await get('/local/simulator/marketplace');
  const [, nonce] = /nonce="([^"]{22,})"/.exec(answer.text) ?? [];
  expect(policyOf(answer)).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
});

// biome-ignore format: one file a line
test.each([
  ['main.0123456789abcdef.js',  'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ['main.0123456789abcdef.css', 'text/css; charset=utf-8',        'public, max-age=31536000, immutable'],
  ['icon.0123456789abcdef.svg', 'image/svg+xml',                  'public, max-age=31536000, immutable'],
  ['pages.LICENSE.txt',         'text/plain; charset=utf-8',      'no-cache'],
])('the file %s is %s, kept %s', async (name, type, kept) => {
  const { status, headers, text } = await get(`/local/simulator/assets/${name}`);
  expect([status, headers.get('content-type'), headers.get('cache-control'), text]).toEqual([200, type, kept, files[name]]);
});

test('a mail is shown as it was received, with its styles, its links in a new tab, and nothing that could run', async () => {
  const answer = await get('/local/simulator/mails/1');
  expect(answer.status).toBe(200);
  expect(answer.text).toBe(html.replace('<html', '<base target="_blank"><html'));
  expect(policyOf(answer)).toEqual([
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ]);
});

test('what a mail says is not changed, whatever it says', async () => {
  expect((await get('/local/simulator/mails/3')).text).toBe('<base target="_blank"><p>$&');
});

// biome-ignore format: one address a line
test.each([
  ['a file that there is not',   '/local/simulator/assets/other.js'],
  ['a file that is no part',     '/local/simulator/assets/secret.pem'],
  ['the page as it was built',   '/local/simulator/assets/index.html'],
  ['a mail before the first',    '/local/simulator/mails/0'],
  ['a mail without HTML',        '/local/simulator/mails/2'],
  ['a mail that there is not',   '/local/simulator/mails/4'],
])('%s is 404', async (_, path) => {
  expect(await get(path)).toMatchObject({ status: 404, text: expect.stringContaining('/local/simulator/marketplace') });
});

test.each(['POST', 'PUT', 'DELETE'])('%s is told what there is', async (method) => {
  const { status, headers } = await get('/local/simulator/marketplace', method);
  expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});
