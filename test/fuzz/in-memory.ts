/**
 * A request to the real handlers behind their real triggers, over ports in memory: it becomes the event that the platform
 * would make of it, and the function's answer what the platform would make of that. Every request finds the same scene.
 */
import { decodedPath, httpEvent } from '../../local/function-compute/http-event';
import { httpReply } from '../../local/function-compute/http-reply';
import { matchRoute } from '../../local/function-compute/routes';
import { limits } from '../../shared/domain/limits';
import type { Policies } from '../../shared/domain/policies';
import type { Write } from '../../shared/ports';
import type { Contents } from '../fakes/contents';
import { fakeMarketplace, fakeRandom } from '../fakes/ports';
import { createWorld, OPERATOR_TOKEN, PUBLIC_URL, routeTable, SELLER_KEY, type World } from '../fakes/world';
import type { Door } from './doors';
import { type Judgement, judge } from './oracle';
import type { Sent } from './request';
import { instances, MINE, type Scene, setScene } from './scene';

/** What the platform or the world around does differently. */
export interface Circumstances {
  readonly policies: Policies;
  readonly laterMs: number;
  readonly address: string;
  /** What befalls the effects on rows: none fails, the nth, or all from the nth on; of which the answer only is lost. */
  readonly failing: { readonly from: number; readonly to: number; readonly fate: 'fail' | 'lose-answer' };
  readonly marketplaceDown: boolean;
  readonly twist: keyof typeof twists;
}

type Event = Record<string, unknown> & { headers: Record<string, string>; queryParameters: Record<string, string> };

/** Envelopes that the documents leave open, or that another version of the platform might make. */
export const twists = {
  none: (event: Event) => event,
  'names in lower case': (event: Event) => ({
    ...event,
    headers: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value])),
  }),
  'body as base64': (event: Event) =>
    event.isBase64Encoded
      ? event
      : { ...event, isBase64Encoded: true, body: Buffer.from(String(event.body)).toString('base64') },
  'query still encoded': (event: Event) => ({
    ...event,
    queryParameters: Object.fromEntries(
      Object.entries(event.queryParameters).map(([name, value]) => [
        encodeURIComponent(name),
        encodeURIComponent(value),
      ]),
    ),
  }),
  'nothing instead of empty': (event: Event) => ({
    ...event,
    ...(Object.keys(event.queryParameters).length === 0 && { queryParameters: null }),
    ...(Object.keys(event.headers).length === 0 && { headers: undefined }),
    ...(event.body === '' && { body: undefined }),
  }),
} as const;

export interface Stand {
  readonly scene: Scene;
  readonly contents: Contents;
  readonly world: World;
  ask(door: Door, sent: Sent, circumstances: Circumstances): Promise<Judgement>;
}

/** An address from which there were too many wrong attempts. */
export const USED_UP = '198.51.100.9';

/** What no line and no answer may hold. */
const secrets = [SELLER_KEY, OPERATOR_TOKEN, 'a session key for tests', 'hash of '];

export const openStand = async (): Promise<Stand> => {
  const world = createWorld({ random: fakeRandom('scene') });
  const scene = await setScene({
    nowMs: () => world.clock.nowMs(),
    sellerKey: SELLER_KEY,
    operatorToken: OPERATOR_TOKEN,
    async ask(method, path, given) {
      const { status, body } = await world.ask(method, path, given);
      if (status >= 300) throw new Error(`The scene cannot be set: ${method} ${path} is answered ${status}.`);
      return body;
    },
    spi: (action, parameters) => world.spi(action, parameters),
    settle: () => world.settle(),
  });
  for (let nth = 0; nth < limits.passwordsPerPlace; nth++) {
    const json = { username: `u${nth}`, password: 'a guess' };
    await world.ask('POST', '/api/sessions', { json, address: USED_UP });
  }
  for (let nth = 0; nth < limits.pairsPerPlace; nth++) {
    await world.store.count({ subject: `pair/address/${USED_UP}`, windowStartMs: world.clock.nowMs() }, 1);
  }
  const { contents } = world.store;
  return { scene, contents, world, ask: (door, sent, circumstances) => ask(contents, door, sent, circumstances) };
};

/** One request, on a copy of the scene. */
const ask = async (contents: Contents, door: Door, sent: Sent, given: Circumstances): Promise<Judgement> => {
  const writes: Write[] = [];
  let effects = 0;
  const marketplace = fakeMarketplace();
  marketplace.down = given.marketplaceDown;
  const { opening, unannounced, overdue } = instances;
  marketplace.instances.set(opening, shownAs(opening, 'OPENING'));
  marketplace.instances.set(unannounced, shownAs(unannounced, 'OPENED'));
  marketplace.instances.set(overdue, shownAs(overdue, 'EXPIRED'));
  const world = createWorld({
    contents: contents.copy(),
    random: fakeRandom('request'),
    policies: given.policies,
    marketplace,
    accepted: (write) => writes.push(write),
    interfere: () => {
      effects++;
      return effects >= given.failing.from && effects <= given.failing.to ? given.failing.fate : 'proceed';
    },
  });
  world.clock.advance(given.laterMs);

  const [path = ''] = sent.target.split('?');
  const route = matchRoute(routeTable, decodedPath(path));
  const requestId = world.random.id();
  const arrived = {
    method: sent.method,
    target: sent.target,
    httpVersion: '1.1',
    rawHeaders: sent.headers.flat(),
    body: sent.body,
    sourceIp: given.address,
  };
  const event = JSON.parse(httpEvent(arrived, { accountId: '1', requestId, atMs: world.clock.nowMs() })) as Event;
  const result = await world.invoke(route?.name ?? 'console', twists[given.twist](event));
  // Says what is wrong with an answer that the platform would not send on.
  const { status, headers, body } = httpReply(Buffer.from(JSON.stringify(result)));
  const answer = {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: body.toString(),
  };
  const broken = given.marketplaceDown || given.failing.from <= effects;
  return judge(door, sent, answer, { requestId, broken, writes, lines: world.lines, secrets, publicUrl: PUBLIC_URL });
};

const shownAs = (instanceId: string, status: 'OPENING' | 'OPENED' | 'EXPIRED') => ({
  instanceId,
  accountId: MINE,
  orderId: `2000000${instanceId}`,
  productCode: 'cmgj00053362',
  skuId: 'yuncode3621600001',
  status,
});
