/**
 * A deployed function whose role lacks one permission: its built bundle, its real clients and the embedded services. What is
 * refused is seen at once, tried once, and said in the log by its name.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock, type LocalClock } from '../../local/clock';
import { localCredentials as credentials } from '../../local/credentials';
import type { FunctionName } from '../../local/deployment/manifests';
import { type Place, policyOf, roleNameOf } from '../../local/deployment/policies';
import { createAsynchronousInvocations } from '../../local/function-compute/asynchronous';
import { createFunctionHost, type FunctionHost } from '../../local/function-compute/host';
import { createOpenApi } from '../../local/function-compute/open-api';
import { type HttpServer, startHttpServer } from '../../local/http-server';
import { type LocalMarketplace, startMarketplace } from '../../local/marketplace/server';
import { createSignatureCheck } from '../../local/openapi/signature';
import { callersOf } from '../../local/ram/identity';
import type { PolicyDocument } from '../../local/ram/policy';
import { createRoles, LOCAL_ACCOUNT_ID } from '../../local/ram/roles';
import { type RunningTablestore, startTablestore } from '../../local/tablestore/server';
import { createTables } from '../../shared/adapters/tablestore/tables';
import { signSpiCall } from '../../shared/triggers/marketplace-signature';
import { settingsOf, until } from './function-compute/fixtures';

jest.setTimeout(60_000);

const checkout = join(__dirname, '../..');
const SELLER_KEY = 'seller-key';
const place: Place = {
  stage: 'test',
  region: 'cn-hangzhou',
  accountId: LOCAL_ACCOUNT_ID,
  tablestoreInstance: 'settlement',
  logProject: 'logs',
  logStore: 'logs',
};
const names = ['log-in', 'marketplace-event', 'close-subscription', 'deliver-mail'] as const;

const roles = createRoles(place.region);
let directory: string;
let clock: LocalClock;
let tablestore: RunningTablestore;
let marketplace: LocalMarketplace;
let openApi: HttpServer;
let host: FunctionHost;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'least-privilege-'));
  // Real time stands still: what is invoked asynchronously waits.
  const standingMs = Date.now();
  clock = createClock(() => standingMs);
  const common = { port: 0, clock, credentials, roles: roles.find };
  tablestore = await startTablestore({ ...common, directory: join(directory, 'tablestore') });
  await createTables({ endpoint: tablestore.endpoint, instanceName: place.tablestoreInstance, credentials });
  marketplace = await startMarketplace({
    ...common,
    directory: join(directory, 'marketplace'),
    spiUrl: 'http://127.0.0.1:1/',
    sellerKey: SELLER_KEY,
    productCode: 'cmgj00053362',
  });
  let answer: ReturnType<typeof createOpenApi> = async () => {};
  openApi = await startHttpServer(0, (request, response) => answer(request, response));
  const environment = {
    STAGE: place.stage,
    PUBLIC_URL: 'https://billing.example',
    TABLESTORE_ENDPOINT: tablestore.endpoint,
    TABLESTORE_INSTANCE: place.tablestoreInstance,
    MARKETPLACE_ENDPOINT: marketplace.endpoint,
    MARKETPLACE_SELLER_KEY: SELLER_KEY,
    MARKETPLACE_PRODUCT_CODES: '',
    FUNCTION_COMPUTE_ENDPOINT: openApi.origin,
    MAIL_ENDPOINT: 'http://127.0.0.1:1',
    MAIL_SENDER: 'billing@mail.example',
    SESSION_KEY: 'a-session-key-that-is-long-enough-for-tests',
    OPERATOR_TOKEN: '',
  };
  const functions = names.map((name) => ({
    ...settingsOf(name),
    code: join(checkout, 'dist', name),
    memoryMb: 512,
    timeoutMs: 30_000,
    environment,
  }));
  host = createFunctionHost({
    deployment: { functions, routes: [] },
    threadFile: join(checkout, 'dist/local/instance-thread.js'),
    clock,
    credentialsOf: ({ role }) => roles.assume(role),
    log: {
      line: (_, stream, line) => stream === 'out' && lines.push(JSON.parse(line)),
      failure: (_, text) => lines.push({ failure: text }),
      close: async () => {},
    },
  });
  const check = createSignatureCheck(callersOf(credentials, roles.find), clock);
  answer = createOpenApi(host, createAsynchronousInvocations(host, clock), check);
});
afterAll(async () => {
  await clock.stop();
  await host.stop();
  await openApi.close();
  await marketplace.close();
  await tablestore.close();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  lines.splice(0);
  for (const name of names) roles.put(roleNameOf(place.stage, name), policyOf(name, place));
});

/** Takes an action, or a resource whose name ends so, out of the function's own policy. */
const takeAway = (name: FunctionName, { action, resource }: { action?: string; resource?: string }) => {
  const { Version, Statement } = policyOf(name, place);
  const left = Statement.flatMap(({ Effect, Action, Resource }) => {
    const actions = [Action].flat().filter((each) => each !== action);
    const resources = [Resource].flat().filter((each) => resource === undefined || !each.endsWith(resource));
    const [firstAction, ...otherActions] = actions;
    const [firstResource, ...otherResources] = resources;
    return firstAction === undefined || firstResource === undefined
      ? []
      : [{ Effect, Action: [firstAction, ...otherActions], Resource: [firstResource, ...otherResources] }];
  }) as unknown as PolicyDocument['Statement'];
  roles.put(roleNameOf(place.stage, name), { Version, Statement: left });
};

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** Over HTTP, as the custom domain hands it over. */
const ask = async (name: FunctionName, { method, path, query = {}, json }: Asked) => {
  const event = {
    version: 'v1',
    rawPath: path,
    body: json === undefined ? '' : JSON.stringify(json),
    isBase64Encoded: false,
    headers: { 'Content-Type': 'application/json' },
    queryParameters: query,
    requestContext: {
      accountId: LOCAL_ACCOUNT_ID,
      domainName: 'billing.example',
      domainPrefix: 'billing',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.1', userAgent: 'test' },
      requestId: '1-64f6cd87-1',
      time: '2026-01-01T00:00:00Z',
      timeEpoch: '1767225600000',
    },
  };
  const outcome = await host.functions.get(name)?.invoke(JSON.stringify(event), '1-64f6cd87-1');
  if (outcome?.kind !== 'result') throw new Error(JSON.stringify(outcome));
  // What a function prints arrives by itself; this is an invocation's last line.
  await until(() => lines.some(({ metric }) => metric === 'invocation'));
  const { statusCode, body } = JSON.parse(outcome.payload.toString());
  return { status: statusCode, body: JSON.parse(body) };
};

const logIn = () => {
  const json = { username: 'acme', password: 'correct horse battery' };
  return ask('log-in', { method: 'POST', path: '/api/sessions', json });
};
const spi = (parameters: Readonly<Record<string, string>>) => {
  const query = { ...parameters, token: signSpiCall(parameters, SELLER_KEY) };
  return ask('marketplace-event', { method: 'GET', path: '/marketplace/spi', query });
};
/** Of an instance that is not known yet: the marketplace is asked. */
const renew = (instanceId: string) =>
  spi({
    action: 'renewInstance',
    instanceId,
    orderId: '222222222222222',
    expiredOn: '2027-01-01 00:00:00',
  });
const release = () => spi({ action: 'releaseInstance', instanceId: '33884913' });

/** What a refused permission is in the log: a fault, its operation and code in the message. */
const fault = (level: string, message: string) =>
  expect.objectContaining({ level, message: expect.stringMatching(message) });

describe('what the generated policy allows', () => {
  test('a log-in', async () => {
    expect(await logIn()).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } });
  });
  test('a renewal, for which the marketplace is asked', async () => {
    expect(await renew('33884911')).toMatchObject({ body: { success: expect.any(String) } });
    expect(lines).not.toContainEqual(fault('error', ''));
  });
  test('a release, after which the next function is started', async () => {
    expect(await release()).toEqual({ status: 200, body: { success: 'true' } });
    expect(lines).not.toContainEqual(fault('warn', 'refused'));
  });
});

describe('what it lacks is refused, and told', () => {
  // biome-ignore format: one case a line
  test.each([
    ['a table',                   { resource: '/table/usernames' }, 'GetRow of usernames'],
    ['an action',                 { action: 'ots:GetRow' },         'GetRow of attempts'],
    ['the table that it counts',  { resource: '/table/attempts' },  '(GetRow|UpdateRow) of attempts'],
  ])('log-in without %s: 500 at the first try', async (_, lacking, operation) => {
    takeAway('log-in', lacking);
    expect(await logIn()).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(lines).toContainEqual(fault('error', `^Tablestore, ${operation}: OTSNoPermissionAccess, request \\S+$`));
    // Called again and again it would have been far more.
    expect(lines.find(({ metric }) => metric === 'invocation')?.storeCalls).toBeLessThan(5);
  });

  test('marketplace-event that may not ask the marketplace: 500', async () => {
    takeAway('marketplace-event', { action: 'market:DescribeInstanceForIsv' });
    expect(await renew('33884912')).toMatchObject({ status: 500 });
    expect(lines).toContainEqual(fault('error', '^DescribeInstanceForIsv was refused: Forbidden.RAM\\.$'));
  });

  test('marketplace-event that may not start the next function: its timer will, and the log says so', async () => {
    takeAway('marketplace-event', { action: 'fc:InvokeFunction' });
    expect(await release()).toEqual({ status: 200, body: { success: 'true' } });
    expect(lines).toContainEqual(fault('warn', '^InvokeFunction was refused: AccessDenied\\.$'));
  });
});
