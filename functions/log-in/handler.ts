/**
 * Logs a Billing Center account in and out: `POST` and `DELETE /api/sessions`. Programs get a bearer token, browsers, with
 * `"cookie": true`, the same in a cookie that no script can read.
 *
 * A known and an unknown username are answered alike and cost the same work. Refuses wrong credentials, and, for a while,
 * too many attempts on one username from one address, from one address, or on one username from anywhere. The last does not
 * hold where the username was logged in from before, so that nobody can lock its owner out with guesses from elsewhere
 * (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"; our decision: the address stands for the device).
 */
import { standing } from '../../shared/domain/claims';
import { passwordLimits } from '../../shared/domain/limits';
import { refused } from '../../shared/domain/refusals';
import { rfc3339 } from '../../shared/domain/views';
import type { Hasher, Random, Store, Touches } from '../../shared/ports';
import { placeOf } from '../../shared/protocol/place';
import { findSession, SESSION_LIFETIME_MS, signTicket } from '../../shared/protocol/session';
import { countAttempt, forgiveAttempt, isKnownPlace, rememberPlace } from '../../shared/protocol/throttle';
import { type Answer, type Route, readBody, reply } from '../../shared/triggers/http';
import type { HttpRequest } from '../../shared/triggers/request';
import { crossSite, SESSION_COOKIE, type SignInRules, ticketOf } from '../../shared/triggers/sign-in';
import { login } from './schema';

export const touches = {
  store: {
    usernames: ['get'],
    workspaces: ['get'],
    sessions: ['get', 'write', 'remove'],
    attempts: ['get', 'count'],
  },
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
  readonly hasher: Hasher;
  readonly random: Random;
}

export const routes = (ports: Ports, rules: SignInRules): Route[] => [
  { method: 'POST', path: '/api/sessions', handle: (request) => logIn(ports, rules, request) },
  { method: 'DELETE', path: '/api/sessions', handle: (request) => logOut(ports, rules, request) },
];

const logIn = async ({ store, hasher, random }: Ports, rules: SignInRules, request: HttpRequest): Promise<Answer> => {
  const { nowMs } = request;
  const body = readBody(request, login);
  if (body.kind === 'refused') return body;
  const { username, password, cookie } = body.value;

  const place = placeOf(request.sourceAddress);
  const limits = passwordLimits(username, place);
  const [throttled, account] = await Promise.all([
    countAttempt(store, limits, nowMs, isKnownPlace(store, username, place)),
    store.get('usernames', { username }),
  ]);
  if (throttled) return throttled;
  const [named, right] = await Promise.all([
    account && store.get('workspaces', { workspaceId: account.workspaceId }),
    hasher.verify(password, account?.passwordHash),
  ]);
  if (!account || !right || standing(account, named) !== 'good') return refused('wrong-credentials');

  const session = {
    sessionId: random.id(),
    owner: account.owner,
    username,
    expiresAtMs: nowMs + SESSION_LIFETIME_MS,
  };
  await Promise.all([
    store.write({ table: 'sessions', put: session }),
    forgiveAttempt(store, limits, nowMs),
    rememberPlace(store, username, place),
  ]);
  const token = signTicket(session, rules.sessionKeys);
  return cookie
    ? reply(204, undefined, { 'Set-Cookie': cookieFor(token, SESSION_LIFETIME_MS, rules.origin) })
    : reply(201, { token, expiresAt: rfc3339(session.expiresAtMs) });
};

const logOut = async ({ store }: Ports, rules: SignInRules, request: HttpRequest): Promise<Answer> => {
  const ticket = ticketOf(request, rules);
  const session = ticket && (await findSession(store, ticket, request.nowMs));
  // In a later run it may be this very request that ended the session, and its answer that was lost.
  if (!ticket || (!session && request.run === 0)) return refused('not-signed-in');
  const refusal = crossSite(request, rules);
  if (refusal) return refusal;
  await store.write({ table: 'sessions', remove: { sessionId: ticket.sessionId } });
  return reply(204, undefined, { 'Set-Cookie': cookieFor('', 0, rules.origin) });
};

/** A browser on this machine has no TLS to be secure by. */
const cookieFor = (token: string, lifetimeMs: number, origin: string): string => {
  const { protocol, hostname } = new URL(origin);
  const loopback = protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  const secure = loopback ? '' : ' Secure;';
  return `${SESSION_COOKIE}=${token}; HttpOnly;${secure} SameSite=Strict; Path=/api; Max-Age=${lifetimeMs / 1_000}`;
};
