/**
 * Sessions. A token is the session's id and its account, signed by us: a forged one is refused before the store is asked,
 * so nobody but a customer who once logged in can make us read or write anything. What the signature cannot know, the
 * log-out and the end, the session's row does.
 *
 * `<session id>.<owner>.<HMAC-SHA256 of the two, base64url>`; there is no algorithm to choose in it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Refused, refused } from '../domain/refusals';
import type { Rows, Store } from '../ports';

export type Session = Rows['sessions'];

/** What the token says, believed only as far as its signature goes. */
export interface Ticket {
  readonly sessionId: string;
  readonly owner: string;
}

/** The key that signs, and the one before it while it is being rotated out. */
export type SessionKeys = readonly [current: string, ...previous: string[]];

/** Our decision: a working day, in milliseconds. */
export const SESSION_LIFETIME_MS = 12 * 60 * 60 * 1_000;

const FORM = /^([0-9a-f]{32})\.(acct_[0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/;

export const signTicket = ({ sessionId, owner }: Ticket, [key]: SessionKeys): string =>
  `${sessionId}.${owner}.${mac(`${sessionId}.${owner}`, key)}`;

/** Undefined for everything that we did not sign. */
export const readTicket = (token: string, keys: SessionKeys): Ticket | undefined => {
  const [, sessionId, owner, signature] = FORM.exec(token) ?? [];
  if (sessionId === undefined || owner === undefined || signature === undefined) return undefined;
  const ours = keys.some((key) =>
    timingSafeEqual(Buffer.from(mac(`${sessionId}.${owner}`, key)), Buffer.from(signature)),
  );
  return ours ? { sessionId, owner } : undefined;
};

/** The session while it lasts; undefined once it was ended or has run out. */
export const findSession = async (store: Store, ticket: Ticket, nowMs: number): Promise<Session | undefined> => {
  const session = await store.get('sessions', { sessionId: ticket.sessionId });
  return session && session.expiresAtMs > nowMs ? session : undefined;
};

/** `answer` to who is signed in, and to nobody else: authentication comes before all other faults. */
export const ifSignedIn = async <Answer>(
  store: Store,
  ticket: Ticket,
  nowMs: number,
  answer: Answer,
): Promise<Answer | Refused> => ((await findSession(store, ticket, nowMs)) ? answer : refused('not-signed-in'));

const mac = (text: string, key: string): string => createHmac('sha256', key).update(text).digest('base64url');
