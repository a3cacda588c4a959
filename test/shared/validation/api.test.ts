/** No refusal is listed in the table of the API that its operation never gives: each is reached here. */
import type { RefusalCode } from '../../../shared/domain/refusals';
import { refusals } from '../../../shared/domain/refusals';
import { api, type Operation, type OperationName } from '../../../shared/validation/api';
import { createFaultyWorld, type FaultyWorld } from '../../fakes/faults';
import {
  ACCOUNT_ID,
  type Answered,
  type Ask,
  alicloud,
  billingCenterSettlement,
  buy,
  logInAs,
  OPERATOR_TOKEN,
  register,
  registrationBody,
} from '../../fakes/world';
import { fallOverdue, release } from '../../functions/steps';

interface Scene {
  readonly world: FaultyWorld;
  /** Of the right request. */
  readonly path: string;
  /** The right request, with what is given in place of it. */
  send(changes?: Ask & { readonly path?: string }): Promise<Answered>;
  /** A body that asks for this settlement. */
  paidBy(settlement: object): object;
}

const PASSWORD = 'correct horse battery';
/** Where policies allow no AliCloud account. */
const SITE = 'us1';
const wished = { site: SITE, workspace: { name: 'Another', language: 'en' } };
const somebody = registrationBody({ username: 'somebody', site: SITE });

/** The bodies of right requests, for a settlement where they are about one. */
const bodies: Partial<Record<OperationName, (settlement: object) => object>> = {
  'POST /api/registrations': (settlement) => ({ ...somebody, settlement }),
  'POST /api/registrations/workspaces': (settlement) => ({ ...wished, settlement }),
  'PUT /api/settlements/{site}/{workspaceId}': (settlement) => settlement,
  'POST /api/sessions': () => ({ username: 'acme', password: PASSWORD }),
};

const setUp = async (name: OperationName, policies: object): Promise<Scene> => {
  const world = createFaultyWorld({ policies });
  await buy(world);
  const { workspace } = (await register(world, { settlement: billingCenterSettlement, site: SITE })).body;
  const token = api[name].caller === 'operator' ? OPERATOR_TOKEN : await logInAs(world);
  const paidBy = bodies[name] ?? (() => ({}));
  const [method = '', template = ''] = name.split(' ');
  const path = template
    .replace('{site}', SITE)
    .replace('{workspaceId}', workspace.workspaceId)
    .replace('{file}', 'docs.0123456789abcdef.js');
  const right: Ask = { token, ...(bodies[name] && { json: paidBy(alicloud()) }) };
  return {
    world,
    path,
    paidBy,
    send: ({ path: other = path, ...changes } = {}) => world.ask(method, other, { ...right, ...changes }),
  };
};

/** Sends what `json` would be as it is. */
const raw = (body: string, type: string): Ask => ({ json: undefined, raw: { body, type } });
const over = (count: number, act: () => Promise<unknown>) =>
  Array.from({ length: count }).reduce<Promise<unknown>>((before) => before.then(act), Promise.resolve());

const policiesFor: Partial<Record<RefusalCode, object>> = {
  'proof-required': { requireProof: true },
  'settlement-change-not-allowed': { onlyOwnCloud: true },
};

const reach: Readonly<Record<RefusalCode, (scene: Scene) => Promise<Answered>>> = {
  'not-found': ({ send }) => send({ path: '/api/docs/nothing.js' }),
  'method-not-allowed': ({ world }) => world.ask('POST', '/api/account'),
  'unsupported-media-type': ({ send }) => send(raw('{}', 'text/plain')),
  'body-too-large': ({ send }) => send(raw(`"${'x'.repeat(64 * 1024)}"`, 'application/json')),
  async 'too-many-attempts'({ send, paidBy }) {
    const wrong = {
      ...paidBy(alicloud('99999999')),
      ...(Object.hasOwn(paidBy({}), 'password') && { password: 'a wrong one' }),
    };
    await over(50, () => send({ json: wrong }));
    return send({ json: wrong });
  },
  'not-signed-in': ({ send }) => send({ token: undefined }),
  'wrong-credentials': ({ send }) => send({ json: { username: 'acme', password: 'a wrong one' } }),
  async 'cross-site-request'({ world, send }) {
    const json = { username: 'acme', password: PASSWORD, cookie: true };
    const { headers } = await world.ask('POST', '/api/sessions', { json });
    const cookie = headers['set-cookie']?.split(';')[0] ?? '';
    return send({ token: undefined, headers: { cookie, origin: 'https://elsewhere.example' } });
  },
  'invalid-request': ({ send }) => send({ json: {}, query: { limit: '0', from: 'x', day: 'x' } }),
  async 'idempotency-key-reused'({ send, paidBy }) {
    const headers = { 'Idempotency-Key': 'a-key' };
    await send({ headers });
    return send({ headers, json: paidBy(billingCenterSettlement) });
  },
  'workspace-not-found': ({ path, send }) => send({ path: path.replace(/wksp_\w+/, `wksp_${'0'.repeat(32)}`) }),
  'workspace-changed': ({ send }) => send({ headers: { 'If-Match': '"9"' } }),
  'instance-not-found': ({ send, paidBy }) => send({ json: paidBy(alicloud('99999999')) }),
  async 'cloud-account-linked-elsewhere'({ world, send }) {
    await register(world, { username: 'rival' });
    return send();
  },
  'proof-required': ({ send }) => send(),
  async 'instance-not-ready'({ world, send, paidBy }) {
    const sold = { orderBizId: '44444444', orderId: '4'.repeat(15), productCode: 'cmgj00053362', skuId: 'basic' };
    await world.spi('orderPay', { requestId: 'f'.repeat(32), aliUid: ACCOUNT_ID, ...sold });
    return send({ json: paidBy(alicloud('44444444')) });
  },
  async 'instance-closed'({ world, send }) {
    await release(world);
    return send();
  },
  async 'instance-overdue'({ world, send }) {
    await fallOverdue(world);
    return send();
  },
  'settlement-change-not-allowed': ({ send }) => send(),
  'username-taken': ({ send }) => send({ json: { ...somebody, username: 'acme' } }),
  'try-again': ({ world, path, send }) =>
    world.during(() => 'fail', path === '/marketplace/spi' ? () => release(world) : send),
};

const listed = (Object.entries(api) as [OperationName, Operation][]).flatMap(([name, operation]) =>
  operation.refusals.map((code) => [name, code] as const),
);

test.each(listed)('%s is refused with %s', async (name, code) => {
  const scene = await setUp(name, policiesFor[code] ?? {});
  expect(await reach[code](scene)).toMatchObject({ status: refusals[code].status, body: { code } });
});
