/**
 * A short story that every function takes part in, for the build: what V8 compiles on the way is what the first requests of
 * most instances need, and goes into the code cache of each (`code-cache.mjs`). It is told once, in one process, on an
 * embedded store and marketplace of its own. Built to a file of its own.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { createTables } from '../shared/adapters/tablestore/tables';
import { signSpiCall } from '../shared/triggers/marketplace-signature';
import { createClock } from './clock';
import { localCredentials as credentials } from './credentials';
import { startMarketplace } from './marketplace/server';
import { DEVELOPMENT_OPERATOR_TOKEN, developmentEnvironment } from './settings';
import { startTablestore } from './tablestore/server';

type Handler = (event: Uint8Array, context: unknown) => Promise<unknown>;

interface Asked {
  readonly token?: string;
  readonly json?: unknown;
  readonly query?: Readonly<Record<string, string>>;
}

const ORIGIN = 'http://127.0.0.1:1';
const ACCOUNT_ID = '1234567890123456';
const INSTANCE_ID = '33884913';
const USER = { username: 'acme', password: 'correct horse battery' };
const CONTEXT = { requestId: 'warm-up', credentials, region: 'cn-hangzhou', accountId: ACCOUNT_ID };
const SETTLEMENT = { method: 'alicloud', accountId: ACCOUNT_ID, instanceId: INSTANCE_ID };

/** The vendor's Tablestore client still calls `Buffer()`. */
process.noDeprecation = true;

/** Loaded as `index.js` loads it, but that what is compiled can be asked for. */
const load = (file: string): { readonly script: Script; readonly handler: Handler } => {
  const script = new Script(readFileSync(file, 'latin1'), { filename: file });
  const module: { exports: { handler?: Handler } } = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, dirname(file));
  const { handler } = module.exports;
  if (!handler) throw new Error(`${file} exports no handler.`);
  return { script, handler };
};

const httpEvent = (method: string, path: string, { token, json, query = {} }: Asked) => ({
  version: 'v1',
  rawPath: path,
  body: json === undefined ? '' : JSON.stringify(json),
  isBase64Encoded: json === undefined,
  headers: {
    ...(json !== undefined && { 'Content-Type': 'application/json' }),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  },
  queryParameters: query,
  requestContext: { requestId: 'warm-up', http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1' } },
});

type Call = (name: string, event: unknown) => Promise<unknown>;

const tell = async (call: Call, sellerKey: string): Promise<void> => {
  const ask = async (name: string, method: string, path: string, asked: Asked = {}) => {
    const answer = (await call(name, httpEvent(method, path, asked))) as { statusCode: number; body: string };
    if (answer.statusCode >= 400) throw new Error(`${method} ${path} was answered ${answer.statusCode} ${answer.body}`);
    return answer.body.startsWith('{') ? JSON.parse(answer.body) : undefined;
  };
  const fire = (name: string, payload = '') =>
    call(name, { triggerTime: new Date().toISOString(), triggerName: 'warm-up', payload });

  const sold = {
    action: 'createInstance',
    orderBizId: INSTANCE_ID,
    orderId: '222222222222222',
    aliUid: ACCOUNT_ID,
    productCode: 'cmgj00053362',
    skuId: 'yuncode3621600001',
    expiredOn: '2099-01-01 00:00:00',
    trial: 'false',
  };
  // Most minutes there is nothing to deliver.
  await fire('deliver-mail');
  await ask('marketplace-event', 'GET', '/marketplace/spi', {
    query: { ...sold, token: signSpiCall(sold, sellerKey) },
  });
  const registration = {
    ...USER,
    site: 'cn1',
    email: 'ops@acme.example',
    workspace: { name: 'Acme', language: 'en' },
    settlement: SETTLEMENT,
    agreementAccepted: true,
  };
  const { workspace } = await ask('activate-registration', 'POST', '/api/registrations', { json: registration });
  const { token } = await ask('log-in', 'POST', '/api/sessions', { json: USER });
  await ask('activate-registration', 'POST', '/api/registrations/workspaces', {
    token,
    json: { site: 'cn1', workspace: { name: 'Acme again', language: 'zh' }, settlement: SETTLEMENT },
  });
  await ask('billing-center', 'GET', '/api/workspaces', { token, query: { instanceId: INSTANCE_ID } });
  for (const json of [{ method: 'billing-center' }, SETTLEMENT]) {
    await ask('change-settlement', 'PUT', `/api/settlements/cn1/${workspace.workspaceId}`, { token, json });
  }
  await ask('log-in', 'DELETE', '/api/sessions', { token });
  await ask('console', 'GET', '/register');
  await fire('close-subscription');
  // Their timers have nobody who waits, and an hourly one brings in the marketplace's client, which would fill the package.
  const operator = { token: DEVELOPMENT_OPERATOR_TOKEN };
  await ask('close-subscription', 'GET', '/api/operations/closures', operator);
  await ask('deliver-mail', 'GET', '/api/operations/mails', operator);
  await ask('check-consistency', 'GET', '/api/operations/consistency', operator);
};

const warmUp = async (files: Readonly<Record<string, string>>): Promise<Record<string, Buffer>> => {
  const directory = mkdtempSync(join(tmpdir(), 'warm-up-'));
  const clock = createClock(Date.now, 0, () => {});
  const environment = developmentEnvironment({});
  const store = await startTablestore({ directory: join(directory, 'tablestore'), port: 0, clock, credentials });
  const marketplace = await startMarketplace({
    directory: join(directory, 'marketplace'),
    port: 0,
    clock,
    credentials,
    spiUrl: `${ORIGIN}/marketplace/spi`,
    sellerKey: environment.MARKETPLACE_SELLER_KEY,
    productCode: 'cmgj00053362',
  });
  try {
    await createTables({ endpoint: store.endpoint, instanceName: environment.TABLESTORE_INSTANCE, credentials });
    Object.assign(process.env, environment, {
      TZ: 'UTC',
      PUBLIC_URL: ORIGIN,
      TABLESTORE_ENDPOINT: store.endpoint,
      MARKETPLACE_ENDPOINT: marketplace.endpoint,
      // Nobody is invoked and nothing is mailed.
      FUNCTION_COMPUTE_ENDPOINT: ORIGIN,
      MAIL_ENDPOINT: ORIGIN,
    });
    const loaded = new Map(Object.entries(files).map(([name, file]) => [name, load(file)]));
    await tell(async (name, event) => {
      const handler = loaded.get(name)?.handler;
      if (!handler) throw new Error(`There is no ${name}.`);
      return handler(Buffer.from(JSON.stringify(event)), CONTEXT);
    }, environment.MARKETPLACE_SELLER_KEY);
    return Object.fromEntries([...loaded].map(([name, { script }]) => [name, script.createCachedData()]));
  } finally {
    await marketplace.close();
    await store.close();
    clock.stop();
    rmSync(directory, { recursive: true });
  }
};

process.once('message', (files: Readonly<Record<string, string>>) => {
  warmUp(files).then(
    (caches) => process.send?.(caches, () => process.exit(0)),
    (fault: Error) => {
      console.error(fault);
      process.exit(1);
    },
  );
});
