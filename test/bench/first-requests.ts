/**
 * The first request of each function: its ordinary work, done for real at a running system. What is slow on purpose is left
 * out: a password's hash takes as long as it takes, so the log-in's request is the log-out, and the registration's a further
 * workspace. The bundles run outside of the system, with the environment that it gives its functions.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { localCredentials } from '../../local/credentials';
import { STAGE_FILE } from '../../local/deployment/stage';
import { signSpiCall } from '../../shared/triggers/marketplace-signature';
import { type RunningSystem, send, startSystem } from '../fakes/system';

export interface FirstRequest {
  /** The event of one round; no two rounds may ask for the very same change. */
  readonly event: (round: number) => unknown;
  /** Whether it is the answer of work that was done. */
  readonly isDone: (answer: unknown) => boolean;
}

export interface FirstRequests {
  /** What a function is given as its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly context: unknown;
  readonly requests: Readonly<Record<string, FirstRequest>>;
  close(): Promise<void>;
}

const ACCOUNT_ID = '1234567890123456';
const USER = { username: 'acme', password: 'correct horse battery' };

const http = (method: string, path: string, given: { token?: string; json?: unknown; query?: object } = {}) => ({
  version: 'v1',
  rawPath: path,
  body: given.json === undefined ? '' : JSON.stringify(given.json),
  isBase64Encoded: given.json === undefined,
  headers: {
    ...(given.json !== undefined && { 'Content-Type': 'application/json' }),
    ...(given.token !== undefined && { Authorization: `Bearer ${given.token}` }),
  },
  queryParameters: given.query ?? {},
  requestContext: { requestId: 'bench', http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.1' } },
});

const answers = (status: number) => (answer: unknown) => (answer as { statusCode?: unknown }).statusCode === status;
const tells = (text: string) => (answer: unknown) => String((answer as { body?: unknown }).body).includes(text);

/** Bought, registered, and logged in once for each round. */
const prepare = async (system: RunningSystem, rounds: number) => {
  const bought = await send(system, 'POST', '/local/marketplace/instances', { json: { accountId: ACCOUNT_ID } });
  const settlement = { method: 'alicloud', accountId: ACCOUNT_ID, instanceId: String(bought.body.instanceId) };
  const registered = await send(system, 'POST', '/api/registrations', {
    json: {
      ...USER,
      site: 'cn1',
      email: 'ops@acme.example',
      workspace: { name: 'Acme', language: 'en' },
      settlement,
      agreementAccepted: true,
    },
  });
  const tokens: string[] = [];
  for (let round = 0; round <= rounds; round++) {
    const { body } = await send(system, 'POST', '/api/sessions', { json: USER });
    tokens.push(body.token);
  }
  return { settlement, workspace: registered.body.workspace, token: tokens.pop() ?? '', tokens };
};

/** Where `rounds` first requests of each function can be answered. */
export const openFirstRequests = async (rounds: number): Promise<FirstRequests> => {
  const system = await startSystem();
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(readFileSync(join(system.dataDirectory, STAGE_FILE), 'utf8')))) {
    if (value !== undefined && !name.startsWith('ALIBABA_CLOUD_')) environment[name] = value;
  }
  const { settlement, workspace, token, tokens } = await prepare(system, rounds);
  const { instanceId } = settlement;
  const sold = {
    action: 'createInstance',
    orderBizId: instanceId,
    orderId: '222222222222222',
    aliUid: ACCOUNT_ID,
    productCode: 'cmgj00053362',
    skuId: 'yuncode3621600001',
    expiredOn: '2099-01-01 00:00:00',
    trial: 'false',
  };
  const seller = environment.MARKETPLACE_SELLER_KEY ?? '';
  const operation = (path: string): FirstRequest => ({
    event: () => http('GET', `/api/operations/${path}`, { token: environment.OPERATOR_TOKEN ?? '' }),
    isDone: answers(200),
  });
  return {
    environment,
    context: { requestId: 'bench', credentials: localCredentials, region: 'cn-hangzhou', accountId: ACCOUNT_ID },
    requests: {
      'activate-registration': {
        event: (round) =>
          http('POST', '/api/registrations/workspaces', {
            token,
            json: { site: 'cn1', workspace: { name: `Acme ${round}`, language: 'en' }, settlement },
          }),
        isDone: answers(201),
      },
      'billing-center': {
        event: () => http('GET', '/api/workspaces', { token, query: { instanceId } }),
        isDone: answers(200),
      },
      'change-settlement': {
        event: (round) =>
          http('PUT', `/api/settlements/cn1/${workspace.workspaceId}`, {
            token,
            json: round % 2 === 0 ? { method: 'billing-center' } : settlement,
          }),
        isDone: answers(200),
      },
      'check-consistency': operation('consistency'),
      'close-subscription': operation('closures'),
      console: { event: () => http('GET', '/register'), isDone: answers(200) },
      'deliver-mail': operation('mails'),
      'log-in': {
        event: (round) => http('DELETE', '/api/sessions', { token: tokens[round] ?? '' }),
        isDone: answers(204),
      },
      'marketplace-event': {
        event: () => http('GET', '/marketplace/spi', { query: { ...sold, token: signSpiCall(sold, seller) } }),
        isDone: tells(`"instanceId":"${instanceId}"`),
      },
    },
    async close() {
      await system.stop();
    },
  };
};
