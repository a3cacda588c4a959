/**
 * The functions as they are deployed, wired as their `index.ts` wires them (a store for each invocation, held to its
 * manifest), over a Tablestore on the wire. What the cloud has besides is in memory: its time is not ours.
 */
import { routes as activateRegistration } from '../../functions/activate-registration/handler';
import { routes as billingCenter } from '../../functions/billing-center/handler';
import { routes as changeSettlement } from '../../functions/change-settlement/handler';
import { doors as checkConsistency } from '../../functions/check-consistency/handler';
import { doors as closeSubscription } from '../../functions/close-subscription/handler';
import { doors as deliverMail } from '../../functions/deliver-mail/handler';
import { routes as logIn } from '../../functions/log-in/handler';
import { doors as marketplaceEvent } from '../../functions/marketplace-event/handler';
import { localCredentials } from '../../local/credentials';
import { type FunctionName, manifests } from '../../local/deployment/manifests';
import { system } from '../../shared/adapters/node';
import { tablestore } from '../../shared/adapters/tablestore/store';
import { within } from '../../shared/adapters/within';
import type { Store } from '../../shared/ports';
import { signSpiCall } from '../../shared/triggers/marketplace-signature';
import { type Counts, createMeter, type Meter } from '../../shared/triggers/meter';
import { type Doors, type Handler, serve } from '../../shared/triggers/serve';
import { fakeHasher, fakeInvoker, fakeMailer, fakeMarketplace } from '../fakes/ports';
import { INSTANCE } from './servers';

const PUBLIC_URL = 'https://billing.example';
const SELLER_KEY = '29ae1790-c00c-4321-a214-254fe79e2269';
export const SESSION_KEYS = ['a session key of the bench'] as const;

const context = { requestId: 'bench', credentials: localCredentials, region: 'cn-hangzhou', accountId: '1' };

export interface Ask {
  readonly json?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly token?: string;
}

/** An event of the HTTP trigger, as bytes. */
export const httpEvent = (method: string, path: string, { json, query = {}, token }: Ask = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      version: 'v1',
      rawPath: path,
      body: json === undefined ? '' : JSON.stringify(json),
      isBase64Encoded: false,
      headers: {
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      queryParameters: query,
      requestContext: { requestId: 'bench', http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.1' } },
    }),
  );

/** A signed call of the marketplace. */
export const spiEvent = (action: string, parameters: Readonly<Record<string, string>>): Buffer => {
  const query = { ...parameters, action };
  return httpEvent('GET', '/marketplace/spi', { query: { ...query, token: signSpiCall(query, SELLER_KEY) } });
};

export const timerEvent = (payload = ''): Buffer =>
  Buffer.from(JSON.stringify({ triggerTime: '2026-01-01T00:00:00Z', triggerName: 'each-minute', payload }));

export const storeAt = (endpoint: string): Store =>
  tablestore({ endpoint, instanceName: INSTANCE }, localCredentials, system);

export const openFunctions = (endpoint: string) => {
  const marketplace = fakeMarketplace();
  const mailer = fakeMailer();
  const invoker = fakeInvoker();
  const hasher = fakeHasher();
  // The function takes what was counted in its invocation; this one keeps it.
  let counted: Counts = {};
  const own = createMeter();
  const meter: Meter = {
    add: (counts) => own.add(counts),
    take() {
      counted = own.take();
      return counted;
    },
  };
  const lines: string[] = [];
  const { clock, random } = system;
  const surroundings = { clock, random, meter, print: (line: string) => lines.push(line) };
  const target = { endpoint, instanceName: INSTANCE };
  const signIn = { sessionKeys: SESSION_KEYS, origin: PUBLIC_URL };
  const seller = { ...signIn, sellerKeys: [SELLER_KEY], productCodes: undefined, publicUrl: PUBLIC_URL };
  const operators = { operatorTokens: ['an-operator-token-for-benches'] };

  const cloudOf = (credentials: typeof localCredentials) => ({
    store: tablestore(target, credentials, { clock, random, meter }),
    marketplace,
    mailer,
    invoker,
  });
  type Given = Parameters<Parameters<typeof serve>[2]>;
  const served = (name: FunctionName, open: (ports: ReturnType<typeof cloudOf>, log: Given[1]) => Doors): Handler =>
    serve(name, surroundings, ({ credentials }, log) =>
      open(within(manifests[name], cloudOf(credentials as typeof localCredentials)), log),
    );

  const functions: Readonly<Partial<Record<FunctionName, Handler>>> = {
    'activate-registration': served('activate-registration', (ports) => ({
      routes: activateRegistration({ ...ports, random, hasher }, { ...signIn, policies: {} }),
    })),
    'change-settlement': served('change-settlement', (ports) => ({
      routes: changeSettlement({ ...ports, random }, { ...signIn, policies: {} }),
    })),
    'log-in': served('log-in', (ports) => ({ routes: logIn({ ...ports, hasher, random }, signIn) })),
    'billing-center': served('billing-center', (ports) => ({ routes: billingCenter(ports, signIn) })),
    'marketplace-event': served('marketplace-event', (ports, log) => marketplaceEvent(ports, seller, log)),
    'close-subscription': served('close-subscription', (ports) => closeSubscription({ ...ports, random }, operators)),
    'deliver-mail': served('deliver-mail', (ports) => deliverMail(ports, { ...operators, publicUrl: PUBLIC_URL })),
    'check-consistency': served('check-consistency', (ports) =>
      checkConsistency(
        { ...ports, clock, random },
        { ...operators, productCodes: undefined, repairLimit: 100, budgetMs: 3_600_000 },
      ),
    ),
  };

  return {
    marketplace,
    invoker,
    lines,
    /** What the last invocation that ended used. */
    counted: () => counted,
    /** Throws where the answer is no success. */
    async invoke(name: FunctionName, event: Buffer): Promise<unknown> {
      const answer = await functions[name]?.(event, context);
      const { statusCode = 200, body } = (answer ?? {}) as { statusCode?: number; body?: unknown };
      if (statusCode >= 400) throw new Error(`${name} answered ${statusCode}: ${String(body)}`);
      lines.length = 0;
      return answer;
    },
    /** Whatever the answer is. */
    answer: (name: FunctionName, event: Buffer): Promise<unknown> | undefined => functions[name]?.(event, context),
  };
};

export type Functions = ReturnType<typeof openFunctions>;
