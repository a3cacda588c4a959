/**
 * The doors: every route of every function, and the console for what no function owns. Beside each the good requests from
 * which odd ones are made; a route that has none here is tried all the same, with what its path says.
 */
import * as fc from 'fast-check';
import { isDescribed } from './answers';
import { FREE, instances, MINE, PASSWORD, registrationOf, type Scene, saleOf, THEIRS } from './scene';

/** A request as somebody means it. */
export interface Meant {
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** JSON, where the route takes a body. */
  readonly json?: unknown;
  readonly token?: string;
}

export interface Door {
  /** Method and path, for instance `POST /api/sessions`. */
  readonly name: string;
  readonly functionName: string;
  readonly method: string;
  readonly path: string;
  meant(scene: Scene): fc.Arbitrary<Meant>;
  /** Whether the query is a signed call of the marketplace. */
  readonly signed: boolean;
}

export const MARKETPLACE = 'GET /marketplace/spi';
export const CONSOLE = 'GET /*';

const settlement = (): fc.Arbitrary<object> => {
  const pairs = [
    [MINE, instances.paying],
    [MINE, instances.open],
    [MINE, instances.overdue],
    [MINE, instances.closed],
    [MINE, instances.unknown],
    [MINE, instances.theirs],
    [MINE, instances.opening],
    [THEIRS, instances.theirs],
    [FREE, instances.free],
  ] as const;
  return fc.oneof(
    fc.constant({ method: 'billing-center' }),
    fc.constantFrom(...pairs).map(([accountId, instanceId]) => ({ method: 'alicloud', accountId, instanceId })),
    fc.constant({ method: 'alicloud', accountId: FREE, instanceId: instances.free, proof: 'forged' }),
  );
};

const workspace = fc.record({ name: fc.constantFrom('Acme', '生产环境'), language: fc.constantFrom('zh', 'en') });
const site = fc.constantFrom('cn1', 'eu1', 'us1');

const beijing = (atMs: number): string => new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const calls = (scene: Scene): fc.Arbitrary<Readonly<Record<string, string>>> => {
  const instanceId = fc.constantFrom(...Object.values(instances));
  const expiredOn = fc.constantFrom('2027-04-29 00:00:00', '2025-01-01 00:00:00');
  const sold = instanceId.map((id) =>
    saleOf(id, id === instances.theirs ? THEIRS : id === instances.free ? FREE : MINE),
  );
  const orderId = '222222222222222';
  return fc.oneof(
    sold.map((sale) => ({ action: 'createInstance', ...sale })),
    sold.map((sale) => ({ action: 'createInstance', ...sale, expiredOn: '2027-04-29 00:00:00', package_version: 'p' })),
    sold.map((sale) => ({ action: 'orderPay', ...sale, requestId: '0123456789abcdef0123456789abcdef' })),
    fc.record({ action: fc.constant('renewInstance'), instanceId, orderId: fc.constant(orderId), expiredOn }),
    fc.record({
      action: fc.constant('upgradeInstance'),
      instanceId,
      orderId: fc.constant(orderId),
      skuId: fc.constant('s'),
    }),
    fc.record({ action: fc.constant('expiredInstance'), instanceId }),
    fc.record({ action: fc.constant('refundRenewInstance'), instanceId, expiredOn }),
    fc.record({ action: fc.constant('releaseInstance'), instanceId, isRefund: fc.constantFrom('true', 'false') }),
    instanceId.map((id) => ({ action: 'verify', instanceId: id, timeStamp: beijing(scene.nowMs()) })),
  );
};

const bills = fc.subarray([
  ['from', '2026-01-01'],
  ['to', '2026-01-31'],
  ['site', 'cn1'],
  ['workspaceId', `wksp_${'0'.repeat(32)}`],
  ['limit', '2'],
  ['cursor', Buffer.from('2026-01-02').toString('base64url')],
] as const);

const meantBy: Readonly<Record<string, (scene: Scene) => fc.Arbitrary<Partial<Meant>>>> = {
  'POST /api/registrations': () =>
    fc
      .tuple(
        fc.oneof(
          fc.constantFrom('acme', 'rival'),
          fc.nat(10 ** 9).map((n) => `u${n}`),
        ),
        settlement(),
        workspace,
        site,
      )
      .map(([username, settled, named, of]) => ({
        json: { ...registrationOf(username, settled), workspace: named, site: of },
      })),
  'POST /api/registrations/workspaces': ({ token }) =>
    fc.tuple(settlement(), workspace, site).map(([settled, named, of]) => ({
      token: token.mine,
      json: { site: of, workspace: named, settlement: settled },
    })),
  'PUT /api/settlements/{site}/{workspaceId}': ({ token }) => settlement().map((json) => ({ token: token.mine, json })),
  'POST /api/sessions': () =>
    fc
      .tuple(
        fc.constantFrom('acme', 'rival', 'nobody'),
        fc.constantFrom(PASSWORD, PASSWORD, 'wrong horse battery'),
        fc.boolean(),
      )
      .map(([username, password, cookie]) => ({ json: { username, password, ...(cookie && { cookie }) } })),
  'GET /api/workspaces': ({ token }) =>
    fc
      .subarray(
        [
          ['limit', '2'],
          ['site', 'cn1'],
          ['method', 'alicloud'],
          ['instanceId', instances.paying],
          ['closedBy', instances.closed],
          ['q', 'The '],
          ['cursor', Buffer.from(`wksp_${'0'.repeat(32)}`).toString('base64url')],
        ] as const,
        { minLength: 0, maxLength: 3 },
      )
      .map((query) => ({ token: token.mine, query })),
  'GET /api/bills': ({ token }) => bills.map((query) => ({ token: token.mine, query })),
  'GET /api/bills.csv': ({ token }) =>
    bills.map((query) => ({
      token: token.mine,
      query: query.filter(([name]) => name !== 'limit' && name !== 'cursor'),
    })),
  'GET /api/ledger': ({ token }) =>
    fc
      .subarray([
        ['currency', 'USD'],
        ['limit', '1'],
        ['cursor', Buffer.from('2').toString('base64url')],
      ] as const)
      .map((query) => ({ token: token.mine, query })),
  'GET /api/workspaces/{site}/{workspaceId}/usage': ({ token }) =>
    fc.subarray([['day', '2026-01-01']] as const).map((query) => ({ token: token.mine, query })),
  [MARKETPLACE]: (scene) => calls(scene).map((call) => ({ query: Object.entries(call) })),
};

/** What a route's path says of a request for it. */
const byPath = (path: string, { token, workspaces, operatorToken }: Scene): fc.Arbitrary<Meant> => {
  const named = path.replace('{site}/{workspaceId}', '{workspace}');
  const isForOperators = path.startsWith('/api/operations/');
  return fc.constantFrom(...workspaces.mine, ...workspaces.mine, workspaces.theirs).map((one) => ({
    path: named.replace('{workspace}', one).replace(/\{\w+\}/g, 'a'),
    query: [],
    token: isForOperators ? operatorToken : token.mine,
  }));
};

const unowned = fc.constantFrom('/', '/nowhere', '/api', '/api/', '/login', '/api/docs', '/favicon.ico');

/** `functions` as the world has them. */
export const doorsOf = (
  functions: readonly {
    readonly name: string;
    readonly routes: readonly { readonly method: string; readonly path: string }[];
  }[],
): Door[] => {
  const routes = functions.flatMap(({ name: functionName, routes: own }) =>
    own.map(({ method, path }): Door => {
      const name = `${method} ${path}`;
      const meant = (scene: Scene) =>
        fc
          .tuple(byPath(path, scene), meantBy[name]?.(scene) ?? fc.constant({}))
          .map(([first, more]) => ({ ...first, ...more }));
      return { name, functionName, method, path, meant, signed: name === MARKETPLACE };
    }),
  );
  const pages: Door = {
    name: CONSOLE,
    functionName: 'console',
    method: 'GET',
    path: '/*',
    meant: ({ token }) => unowned.map((path) => ({ path, query: [], token: token.mine })),
    signed: false,
  };
  return [...routes, ...(routes.some(({ name }) => name === CONSOLE) ? [] : [pages])];
};

/** The doors for which nobody has written down what is answered. */
export const unanswered = (doors: readonly Door[]): string[] =>
  doors.map(({ name }) => name).filter((name) => !isDescribed(name));
