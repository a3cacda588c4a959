/**
 * Who sends a request: the bearer token of a program, or the cookie of a browser. A browser sends its cookie along
 * whoever made it send the request, so a change that comes with the cookie must come from our own pages.
 */
import { type Refused, refused } from '../domain/refusals';
import { readTicket, type SessionKeys, type Ticket } from '../protocol/session';
import type { HttpRequest } from './request';

export const SESSION_COOKIE = 'session';

export interface SignInRules {
  readonly sessionKeys: SessionKeys;
  /** The origin of our pages, as a browser's `Origin` header writes it. */
  readonly origin: string;
}

/** The ticket that the request carries, its signature checked; whether its session lasts, the store says. */
export const ticketOf = (
  request: HttpRequest,
  { sessionKeys }: Pick<SignInRules, 'sessionKeys'>,
): Ticket | undefined => {
  const token = bearerOf(request) ?? cookieOf(request);
  return token === undefined ? undefined : readTicket(token, sessionKeys);
};

/** The refusal of a change that a browser was made to send by another site's page. */
export const crossSite = (request: HttpRequest, { origin }: SignInRules): Refused | undefined =>
  bearerOf(request) === undefined && cookieOf(request) !== undefined && request.headers.origin !== origin
    ? refused('cross-site-request')
    : undefined;

export const bearerOf = ({ headers }: HttpRequest): string | undefined =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];

const cookieOf = ({ headers }: HttpRequest): string | undefined =>
  (headers.cookie ?? '')
    .split(/[;,]/)
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1);
