/**
 * The whole product over ports in memory: the real handlers behind their real triggers, called with the events that
 * Function Compute makes. What a test needs of the cloud it holds in its hand: the store, the clock, the marketplace.
 */

import { routes as activateRegistration } from '../../functions/activate-registration/handler';
import { routes as billingCenter } from '../../functions/billing-center/handler';
import { routes as changeSettlement } from '../../functions/change-settlement/handler';
import { doors as checkConsistency } from '../../functions/check-consistency/handler';
import { doors as closeSubscription } from '../../functions/close-subscription/handler';
import { doors as consolePages } from '../../functions/console/handler';
import { doors as deliverMail } from '../../functions/deliver-mail/handler';
import { routes as logIn } from '../../functions/log-in/handler';
import { doors as marketplaceEvent } from '../../functions/marketplace-event/handler';
import { type Rules as MeteringRules, doors as pushMetering } from '../../functions/push-metering/handler';
import { doors as recordUsage } from '../../functions/record-usage/handler';
import { doors as settleFees } from '../../functions/settle-fees/handler';
import { type FunctionName, manifests } from '../../local/deployment/manifests';
import { matchRoute, type Route } from '../../local/function-compute/routes';
import { observed, type Use, within } from '../../shared/adapters/within';
import type { Policies } from '../../shared/domain/policies';
import type { Random, Store, Write } from '../../shared/ports';
import type { HttpResult } from '../../shared/triggers/http';
import { signSpiCall } from '../../shared/triggers/marketplace-signature';
import { createMeter, type Meter } from '../../shared/triggers/meter';
import { type Doors, type Handler, serve } from '../../shared/triggers/serve';
import { mustBeDescribed } from './described';
import { fakeFiles, fakePages, pageSettings } from './files';
import { fakeClock, fakeHasher, fakeInvoker, fakeMailer, fakeMarketplace, fakeRandom } from './ports';
import { createFakeStore, type FakeStoreOptions } from './store';

export const PUBLIC_URL = 'https://billing.example';
export const OPERATOR_TOKEN = 'an-operator-token-for-tests';
export const SELLER_KEY = '29ae1790-c00c-4321-a214-254fe79e2269';

/** The contract's addresses, as the custom domain has them. */
export const routeTable: readonly Route[] = [
  { path: '/api/registrations', name: 'activate-registration' },
  { path: '/api/registrations/workspaces', name: 'activate-registration' },
  { path: '/api/settlements/*', name: 'change-settlement' },
  { path: '/api/sessions', name: 'log-in' },
  { path: '/api/account', name: 'billing-center' },
  { path: '/api/workspaces', name: 'billing-center' },
  { path: '/api/workspaces/*', name: 'billing-center' },
  { path: '/api/cloud-accounts', name: 'billing-center' },
  { path: '/api/bills', name: 'billing-center' },
  { path: '/api/bills.csv', name: 'billing-center' },
  { path: '/api/ledger', name: 'billing-center' },
  { path: '/marketplace/spi', name: 'marketplace-event' },
  { path: '/api/operations/consistency', name: 'check-consistency' },
  { path: '/api/operations/closures', name: 'close-subscription' },
  { path: '/api/operations/mails', name: 'deliver-mail' },
  { path: '/api/operations/usage', name: 'record-usage' },
  { path: '/api/operations/metering', name: 'push-metering' },
  { path: '/*', name: 'console' },
];

export interface Ask {
  readonly json?: unknown;
  /** Sent as it is, with this Content-Type. */
  readonly raw?: { readonly body: string; readonly type: string };
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
  readonly address?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

/**
 * The ports but the store: a scheduler gives its own. Several worlds over the same `contents` are several callers of one
 * system, each with a clock, a chance and a scheduler of its own.
 */
export interface OtherPorts {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly random: Random;
  readonly hasher: ReturnType<typeof fakeHasher>;
  readonly marketplace: ReturnType<typeof fakeMarketplace>;
  readonly mailer: ReturnType<typeof fakeMailer>;
  readonly invoker: ReturnType<typeof fakeInvoker>;
}

export interface WorldOptions extends Omit<FakeStoreOptions, 'accepted'>, Partial<OtherPorts> {
  readonly policies?: Policies;
  /** Where an adapter counts, if there is one below. */
  readonly meter?: Meter;
  /** How many repairs the timed check may make, and how long one of its invocations goes on. */
  readonly checking?: { readonly repairLimit?: number; readonly budgetMs?: number };
  /** How long one invocation of settle-fees goes on, and how many workspaces it takes before it looks at the time. */
  readonly settling?: { readonly budgetMs?: number; readonly pageSize?: number };
  /** How usage is told to the marketplace: by the hour, as `Unit`, unless it says otherwise. */
  readonly metering?: Partial<MeteringRules>;
  /** Hears of each write that took effect, with the row that was there before. */
  readonly accepted?: (write: Write, before: object | undefined, nowMs: number) => void;
  /** Hears of each use that a function makes of the ports which reach the cloud. */
  readonly heard?: (name: FunctionName, use: Use) => void;
}

/** JSON read, other files as text, compressed ones as bytes. */
const bodyOf = ({ headers, body, isBase64Encoded }: HttpResult): unknown => {
  if (body === '') return undefined;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (headers['Content-Encoding']) return bytes;
  return headers['Content-Type']?.includes('json') ? JSON.parse(bytes.toString()) : bytes.toString();
};

export const createWorld = (options: WorldOptions = {}) => {
  const { accepted, clock = fakeClock(), ...others } = options;
  const store = createFakeStore({
    ...others,
    ...(accepted && { accepted: (write, before) => accepted(write, before, clock.nowMs()) }),
  });
  return createWorldOver(store, { ...others, clock });
};

export type World = ReturnType<typeof createWorld>;

/** The same over any store. */
export const createWorldOver = <S extends Store>(store: S, options: Omit<WorldOptions, keyof FakeStoreOptions>) => {
  const {
    policies = {},
    checking: limits = {},
    settling: pace = {},
    metering: told = {},
    clock = fakeClock(),
    random = fakeRandom(),
    hasher = fakeHasher(),
    marketplace = fakeMarketplace(),
    mailer = fakeMailer(),
    invoker = fakeInvoker(),
    meter = createMeter(),
    heard,
  } = options;
  const lines: string[] = [];

  const signIn = { sessionKeys: ['a session key for tests'] as const, origin: PUBLIC_URL };
  const seller = { ...signIn, sellerKeys: [SELLER_KEY], productCodes: undefined, publicUrl: PUBLIC_URL };
  const operators = { operatorTokens: [OPERATOR_TOKEN] };
  const checking = { productCodes: undefined, repairLimit: 100, budgetMs: 360_000, ...limits };
  const metering = { itemKey: 'Unit', dailyProductCodes: [], budgetMs: 180_000, ...operators, ...told };
  const settling = { budgetMs: 360_000, pageSize: 50, ...pace };
  const cloud = { store, marketplace, mailer, invoker };
  const opens: Record<string, Parameters<typeof serve>[2]> = {};
  type Given = Parameters<Parameters<typeof serve>[2]>;
  const served = (name: FunctionName, open: (ports: typeof cloud, ...given: Given) => Doors): Handler => {
    const held = within(manifests[name], cloud);
    const ports = heard ? observed(held, (use) => heard(name, use)) : held;
    opens[name] = (...given) => open(ports, ...given);
    return serve(name, { clock, random, print: (line) => lines.push(line), meter }, opens[name]);
  };
  const functions: Readonly<Record<string, Handler>> = {
    'activate-registration': served('activate-registration', (ports) => ({
      routes: activateRegistration({ ...ports, random, hasher }, { ...signIn, policies }),
    })),
    'change-settlement': served('change-settlement', (ports) => ({
      routes: changeSettlement({ ...ports, random }, { ...signIn, policies }),
    })),
    'log-in': served('log-in', (ports) => ({ routes: logIn({ ...ports, hasher, random }, signIn) })),
    'billing-center': served('billing-center', (ports) => ({ routes: billingCenter(ports, signIn) })),
    'marketplace-event': served('marketplace-event', (ports, _context, log) => marketplaceEvent(ports, seller, log)),
    'close-subscription': served('close-subscription', (ports) => closeSubscription({ ...ports, random }, operators)),
    'deliver-mail': served('deliver-mail', (ports) => deliverMail(ports, { ...operators, publicUrl: PUBLIC_URL })),
    'check-consistency': served('check-consistency', (ports) =>
      checkConsistency({ ...ports, clock, random }, { ...operators, ...checking }),
    ),
    'push-metering': served('push-metering', (ports) => pushMetering({ ...ports, clock }, metering)),
    'settle-fees': served('settle-fees', (ports) => settleFees({ ...ports, clock }, settling)),
    'record-usage': served('record-usage', (ports) => recordUsage({ ...ports, clock, random }, operators)),
    console: served('console', () => consolePages({ files: fakeFiles, pages: fakePages, random }, pageSettings)),
  };

  const contextOf = (requestId: string) => {
    const credentials = { accessKeyId: 'id', accessKeySecret: 'secret', securityToken: 'token' };
    return { requestId, credentials, region: 'cn-hangzhou', accountId: '1' };
  };
  /** The event as bytes, exactly. */
  const deliver = async (name: string, event: Uint8Array): Promise<unknown> => {
    const handler = functions[name];
    if (!handler) throw new Error(`There is no function ${name}.`);
    return handler(event, contextOf(random.id()));
  };
  const invoke = async (name: string, event: unknown): Promise<unknown> =>
    deliver(name, Buffer.from(JSON.stringify(event)));

  const ask = async (method: string, path: string, given: Ask = {}): Promise<Answered> => {
    const { json, raw, query = {}, headers = {}, token, address = '203.0.113.1' } = given;
    const result = (await invoke(matchRoute(routeTable, path)?.name ?? 'console', {
      version: 'v1',
      rawPath: path,
      body: json === undefined ? (raw?.body ?? '') : JSON.stringify(json),
      isBase64Encoded: false,
      headers: {
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...(raw && { 'Content-Type': raw.type }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      queryParameters: query,
      requestContext: { requestId: random.id(), http: { method, path, protocol: 'HTTP/1.1', sourceIp: address } },
    })) as HttpResult;
    const answered = {
      status: result.statusCode,
      headers: Object.fromEntries(Object.entries(result.headers).map(([name, value]) => [name.toLowerCase(), value])),
      body: bodyOf(result),
    };
    mustBeDescribed(method, path, { ...answered, header: (name) => answered.headers[name.toLowerCase()] });
    return answered;
  };

  return {
    store,
    clock,
    random,
    hasher,
    marketplace,
    mailer,
    invoker,
    lines,
    /** The functions by name, each with the routes of its handler. */
    functions: () =>
      Object.entries(opens).map(([name, open]) => ({ name, routes: open(contextOf(''), () => {}).routes ?? [] })),
    deliver,
    invoke,
    ask,
    timer: (name: string, payload = '') =>
      invoke(name, { triggerTime: '2026-01-01T00:00:00Z', triggerName: 'each-minute', payload }),
    /** A call of the marketplace, signed. */
    spi: (action: string, parameters: Readonly<Record<string, string>>) => {
      const query = { ...parameters, action };
      return ask('GET', '/marketplace/spi', { query: { ...query, token: signSpiCall(query, SELLER_KEY) } });
    },
    /** Runs what was invoked asynchronously, and what that invokes in turn. */
    async settle() {
      for (let next = invoker.invoked.shift(); next; next = invoker.invoked.shift()) {
        await invoke(next.functionName, next.payload);
      }
    },
  };
};

// --- the steps of the story ------------------------------------------------------------------------------------------

export const ACCOUNT_ID = '1234567890123456';
export const INSTANCE_ID = '33884913';

export const alicloud = (instanceId = INSTANCE_ID, accountId = ACCOUNT_ID) => ({
  method: 'alicloud',
  accountId,
  instanceId,
});
export const billingCenterSettlement = { method: 'billing-center' };

/** What the steps need of a world. */
type Asked = Pick<World, 'ask' | 'spi'>;

export const buy = (world: Asked, instanceId = INSTANCE_ID, accountId = ACCOUNT_ID) =>
  world.spi('createInstance', {
    aliUid: accountId,
    orderBizId: instanceId,
    orderId: '222222222222222',
    productCode: 'cmgj00053362',
    skuId: 'yuncode3621600001',
    trial: 'false',
  });

export const registrationBody = (changes: object = {}) => ({
  site: 'cn1',
  username: 'acme',
  password: 'correct horse battery',
  email: 'ops@acme.example',
  phone: '13800138000',
  company: 'Acme',
  workspace: { name: 'Acme production', language: 'zh' },
  settlement: alicloud(),
  agreementAccepted: true,
  ...changes,
});

export const register = (world: Asked, changes: object = {}, headers: Readonly<Record<string, string>> = {}) =>
  world.ask('POST', '/api/registrations', { json: registrationBody(changes), headers });

export const logInAs = async (world: Asked, username = 'acme', password = 'correct horse battery'): Promise<string> =>
  (await world.ask('POST', '/api/sessions', { json: { username, password } })).body.token;

export const addWorkspace = (world: Asked, token: string, settlement: object, name = 'Another', site = 'eu1') =>
  world.ask('POST', '/api/registrations/workspaces', {
    token,
    json: { site, workspace: { name, language: 'en' }, settlement },
  });

export const change = (
  world: Asked,
  token: string | undefined,
  workspace: { site: string; workspaceId: string },
  settlement: unknown,
  headers: Readonly<Record<string, string>> = {},
) =>
  world.ask('PUT', `/api/settlements/${workspace.site}/${workspace.workspaceId}`, { token, json: settlement, headers });
