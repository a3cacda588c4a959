/**
 * Secrets stay secret in the running system too: `npm start` with its real clients, and behind them services that are well,
 * or that answer everything with a fault in which they repeat what they were sent, as the cloud's own do. All that was
 * printed, logged, answered and mailed, and every row, is searched.
 */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { localCredentials } from '../local/credentials';
import { type FunctionName, manifests } from '../local/deployment/manifests';
import { roleNameOf } from '../local/deployment/policies';
import { roleCredentials } from '../local/ram/roles';
import { type Table, tables } from '../shared/ports';
import { signSpiCall } from '../shared/triggers/marketplace-signature';
import { leaksIn, type Written } from './fakes/secrets';
import { type RunningSystem, removeData, send, startSystem, storeOf } from './fakes/system';
import { registrationBody } from './fakes/world';

const PASSWORD = 'a password: "nobody" knows & é';
const WRONG_PASSWORD = 'another password that was mistyped';
const KEY = 'idempotency-key-9f86d081884c7d65';
const SELLER_KEY = 'seller-key-2c26b46b68ffc68ff99b453c1d304134';
const configured = {
  MARKETPLACE_SELLER_KEY: SELLER_KEY,
  MARKETPLACE_SELLER_KEY_PREVIOUS: 'seller-key-before-fcde2b2edba56bf408601fb721fe9b5c',
  SESSION_KEY: 'session-key-486ea46224d1bb4fb680f34f7c9ad96a',
  SESSION_KEY_PREVIOUS: 'session-key-before-8cc4e43a5a8c6b3e3f4b5a0d9c2e7f11',
  OPERATOR_TOKEN: 'operator-token-b5bb9d8014a0f9b1d61e21e796d78dcc',
  OPERATOR_TOKEN_PREVIOUS: 'operator-token-before-7d865e959b2466918c9863afca942d0f',
};

afterAll(removeData);

const tokenIn = (text: string) => /[0-9a-f]{32}\.acct_[0-9a-f]{32}\.[\w-]{43}/.exec(text)?.[0];

/** What each function signs with. An access key ID is no secret, and stands in no log all the same. */
const secretsOfRoles = (): Record<string, string> =>
  Object.fromEntries(
    (Object.keys(manifests) as FunctionName[]).flatMap((name) =>
      Object.entries(roleCredentials(roleNameOf('local', name))).map(([part, text]) => [`${part} of ${name}`, text]),
    ),
  );

/** The whole story; how much of it comes about depends on what is well. */
const tell = async (system: RunningSystem) => {
  const answers: Written[] = [];
  const secrets: Record<string, string> = {
    PASSWORD,
    WRONG_PASSWORD,
    KEY,
    ...configured,
    ...localCredentials,
    ...secretsOfRoles(),
  };
  const gives = (name: string, secret: string | undefined) => {
    if (secret) secrets[`${name} ${Object.keys(secrets).length}`] = secret;
    return secret ?? '';
  };
  type Given = Parameters<typeof send>[3] & { readonly own?: (text: string) => string | undefined };
  const ask = async (method: string, path: string, { own, ...given }: Given = {}) => {
    const answer = await send(system, method, path, given);
    const text = JSON.stringify([answer.status, [...answer.headers], answer.body]);
    const mine = gives(`what ${path} gave`, own?.(text));
    answers.push({ where: `the answer to ${method} ${path}`, text: mine === '' ? text : text.replaceAll(mine, '') });
    return answer;
  };
  const control = (path: string, json: object = {}) => send(system, 'POST', `/local/${path}`, { json });
  const spi = (action: string, parameters: Readonly<Record<string, string>>) => {
    const token = signSpiCall({ ...parameters, action }, SELLER_KEY);
    gives(`the token of ${action}`, token);
    return ask('GET', `/marketplace/spi?${new URLSearchParams({ ...parameters, action, token })}`);
  };

  const accountId = '1234567890123456';
  const { instanceId } = (await control('marketplace/instances', { accountId })).body;
  const sso = await send(system, 'GET', `/local/marketplace/instances/${instanceId}/sso`);
  const link = new URL(sso.headers.get('location') ?? '', system.origin);
  gives('the token of the link', link.searchParams.get('token') ?? undefined);
  const proofIn = (text: string) => /proof=([^"&]+)/.exec(text)?.[1];
  const proof = proofIn(
    (await ask('GET', `${link.pathname}${link.search}`, { own: proofIn })).headers.get('location') ?? '',
  );

  const settlement = { method: 'alicloud', accountId, instanceId };
  const body = registrationBody({ password: PASSWORD, settlement: { ...settlement, ...(proof && { proof }) } });
  const keyed = { headers: { 'Idempotency-Key': KEY } };
  const registered = await ask('POST', '/api/registrations', { json: body, ...keyed });
  for (const change of [{}, { password: WRONG_PASSWORD }, { email: 'else@acme.example' }, { username: PASSWORD }]) {
    await ask('POST', '/api/registrations', { json: { ...body, ...change }, ...keyed });
  }
  const unknown = { ...settlement, instanceId: '99999999' };
  await ask('POST', '/api/registrations', { json: { ...body, username: 'else', settlement: unknown } });

  await ask('POST', '/api/sessions', { json: { username: 'acme', password: WRONG_PASSWORD } });
  const credentials = { username: 'acme', password: PASSWORD };
  const { token = '' } = (await ask('POST', '/api/sessions', { json: credentials, own: tokenIn })).body;
  await ask('POST', '/api/sessions', { json: { ...credentials, cookie: true }, own: tokenIn });

  const at = `/api/settlements/cn1/${registered.body.workspace?.workspaceId ?? `wksp_${'0'.repeat(32)}`}`;
  for (const json of [{ method: 'billing-center' }, settlement, unknown]) await ask('PUT', at, { token, json });
  for (const path of ['account', 'workspaces', 'cloud-accounts']) await ask('GET', `/api/${path}`, { token });

  for (const secret of [PASSWORD, token || KEY, SELLER_KEY, configured.OPERATOR_TOKEN]) {
    const text = encodeURIComponent(secret);
    await ask('POST', '/api/sessions', { json: { username: secret, password: [secret] } });
    await ask('GET', `/${text}?password=${text}`, { headers: { Cookie: `session=${text}`, 'X-Secret': text } });
    await ask('GET', `/marketplace/spi?action=${text}&token=${text}`);
    await ask('GET', '/api/operations/mails', { token: `${text}x` });
    await spi(secret, { instanceId: secret });
  }

  await control(`marketplace/instances/${instanceId}/overdue`);
  await control(`marketplace/instances/${instanceId}/pay`);
  await spi('renewInstance', { instanceId: '99999998', orderId: '222222222222223', expiredOn: '2027-01-01 00:00:00' });
  await control(`marketplace/instances/${instanceId}/close`);
  await control('clock', { advanceMs: 2 * 60_000 });
  await control('timers/check-consistency');
  await control('timers/deliver-mail');
  for (const page of ['consistency', 'closures', 'mails', 'usage']) {
    await ask('GET', `/api/operations/${page}`, { token: configured.OPERATOR_TOKEN });
  }
  await ask('DELETE', '/api/sessions', { token });

  const { messages } = (await send(system, 'GET', '/local/mail')).body;
  return { answers, secrets, mails: messages as object[] };
};

const searched = async (
  system: RunningSystem,
  { answers, mails }: Awaited<ReturnType<typeof tell>>,
): Promise<Written[]> => [
  ...answers,
  ...mails.map((mail) => ({ where: 'a mail', text: JSON.stringify(mail) })),
  { where: 'the functions’ log', text: readFileSync(join(system.dataDirectory, 'functions.log'), 'utf8') },
  { where: 'what was printed', text: system.printed() },
];

/** Every row of every table, as the functions read it. */
const rowsIn = async (system: RunningSystem): Promise<Written[]> => {
  const rows: Written[] = [];
  for (const table of Object.keys(tables) as Table[]) {
    const page = await storeOf(system).scan(table, {}, { limit: 1_000 });
    rows.push(...page.rows.map((row) => ({ where: `a row of ${table}`, text: JSON.stringify(row) })));
  }
  return rows;
};

test('where all goes well', async () => {
  const system = await startSystem({ environment: configured });
  const story = await tell(system);
  const written = await searched(system, story);
  const rows = await rowsIn(system);
  await system.stop();
  expect(story.mails.length).toBeGreaterThan(2);
  expect(written.find(({ where }) => where.includes('log'))?.text).toMatch(/activate-registration[\s\S]*deliver-mail/);
  expect(leaksIn(written, story.secrets)).toEqual([]);
  // A key is what its rows are found by; everything else that is secret is not kept.
  const { KEY: _, ...others } = story.secrets;
  expect(rows.length).toBeGreaterThan(10);
  expect(leaksIn(rows, others)).toEqual([]);
});

/** Answers everything with a fault, in the forms of the cloud, and repeats in it all that it was sent. */
const echo = async (status: number): Promise<{ server: Server; endpoint: string }> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = `${request.method} ${request.url} ${JSON.stringify(request.headers)} ${Buffer.concat(chunks)}`;
      response.writeHead(status, { 'Content-Type': 'application/json', 'x-acs-request-id': '1' });
      const Message = `The signature does not match: server string to sign is: ${sent}`;
      response.end(
        JSON.stringify({ Code: 'SignatureDoesNotMatch', Message, RequestId: '1', HostId: sent, Recommend: sent }),
      );
    });
  });
  // No connection is closed while a function may just be using it again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

// biome-ignore format: one case a line
test.each<[string, number, readonly string[]]>([
  ['the marketplace, the mail service and the invoker refuse, and repeat what they were sent', 400, ['MARKETPLACE_ENDPOINT', 'MAIL_ENDPOINT', 'FUNCTION_COMPUTE_ENDPOINT']],
  ['the store answers nonsense that repeats what it was sent',                     403, ['TABLESTORE_ENDPOINT']],
])('where %s', async (_, status, variables) => {
  const { server, endpoint } = await echo(status);
  const environment = { ...configured, ...Object.fromEntries(variables.map((name) => [name, endpoint])) };
  const system = await startSystem({ environment });
  const story = await tell(system);
  const written = await searched(system, story);
  await system.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(written.find(({ where }) => where.includes('log'))?.text).toMatch(/"level":"(warn|error)"/);
  expect(leaksIn(written, story.secrets)).toEqual([]);
});
