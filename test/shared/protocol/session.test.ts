import { createHmac } from 'node:crypto';
import { refused } from '../../../shared/domain/refusals';
import {
  findSession,
  ifSignedIn,
  readTicket,
  SESSION_LIFETIME_MS,
  type SessionKeys,
  signTicket,
} from '../../../shared/protocol/session';
import type { Username } from '../../../shared/validation/username';
import { createFakeStore } from '../../fakes/store';

const ticket = { sessionId: '0123456789abcdef0123456789abcdef', owner: 'acct_fedcba9876543210fedcba9876543210' };
const keys: SessionKeys = ['the current key', 'the previous key'];
const token = signTicket(ticket, keys);
const said = `${ticket.sessionId}.${ticket.owner}`;
const signature = token.slice(said.length + 1);
const other = signTicket({ ...ticket, owner: `acct_${'0'.repeat(32)}` }, keys);
const base64url = (text: string) => Buffer.from(text).toString('base64url');

describe('a token', () => {
  it('is the session, the account and our HMAC-SHA256 of both', () => {
    // printf '%s' '<session>.<owner>' | openssl dgst -sha256 -hmac 'the current key' -binary | basenc --base64url
    expect(token).toBe(
      '0123456789abcdef0123456789abcdef.acct_fedcba9876543210fedcba9876543210.lLrE-KCAAnr_pLGEb0bkwfMomhQVGuv81SsCYCU4DLg',
    );
  });

  // biome-ignore format: one case a line
  it.each<[string, string, SessionKeys, boolean]>([
    // a token                                                       read with             believed
    ['as it was given',                token,                        keys,                                     true],
    ['of the key that is rotated out', token,                        ['a new key', 'the current key'],         true],
    ['of a key rotated out long ago',  token,                        ['a new key', 'a newer key'],             false],
    ['of another key',                 signTicket(ticket, ['forged']), keys,                                   false],
    ['of an empty key',                signTicket(ticket, ['']),     keys,                                     false],
    ['of another session',             token.replace('0', '1'),      keys,                                     false],
    ['of another account',             token.replace('acct_f', 'acct_e'), keys,                                false],
    ['with another token’s signature', `${said}.${other.split('.')[2]}`, keys,                                 false],
    ['without a signature',            said,                         keys,                                     false],
    ['with an empty signature',        `${said}.`,                   keys,                                     false],
    ['cut short',                      token.slice(0, -1),           keys,                                     false],
    ['with something after it',        `${token}A`,                  keys,                                     false],
    ['with a new line after it',       `${token}\n`,                 keys,                                     false],
    ['with padding',                   `${token}=`,                  keys,                                     false],
    ['its last bits changed',          token.slice(0, -1) + nextOf(token.at(-1)), keys,                        false],
    ['in capitals',                    token.toUpperCase(),          keys,                                     false],
    ['signed in hex',                  `${said}.${createHmac('sha256', keys[0]).update(said).digest('hex')}`, keys, false],
    ['signed with SHA-1',              `${said}.${createHmac('sha1', keys[0]).update(said).digest('base64url')}`, keys, false],
    ['that names its algorithm, none', `${base64url('{"alg":"none"}')}.${base64url(`{"sub":"${ticket.owner}"}`)}.`, keys, false],
    ['of nothing',                     '',                           keys,                                     false],
    ['of dots',                        '..',                         keys,                                     false],
  ])('%s', (_, given, read, believed) => {
    expect(readTicket(given, read)).toEqual(believed ? ticket : undefined);
  });

  it('is signed with the current key only', () => {
    expect(readTicket(token, ['the current key'])).toEqual(ticket);
    expect(readTicket(token, ['the previous key'])).toBeUndefined();
    expect(signature).toHaveLength(43);
  });
});

/** The next character of base64url: in the last place it differs only in bits that stand for no byte. */
function nextOf(character = ''): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(character) + 1] ?? '';
}

describe('a session', () => {
  const startMs = 1_000;
  const session = {
    sessionId: ticket.sessionId,
    owner: ticket.owner,
    username: 'acme' as Username,
    expiresAtMs: startMs + SESSION_LIFETIME_MS,
  };
  const signedIn = async () => {
    const store = createFakeStore();
    await store.write({ table: 'sessions', put: session });
    return store;
  };

  it('lasts twelve hours', () => {
    expect(SESSION_LIFETIME_MS).toBe(43_200_000);
  });

  // biome-ignore format: one case a line
  it.each([
    ['when it begins',        startMs,                           true],
    ['in its last moment',    startMs + SESSION_LIFETIME_MS - 1, true],
    ['when it has run out',   startMs + SESSION_LIFETIME_MS,     false],
    ['long after',            startMs + 10 * SESSION_LIFETIME_MS, false],
  ])('%s', async (_, nowMs, lasts) => {
    const store = await signedIn();
    expect(await findSession(store, ticket, nowMs)).toEqual(lasts ? session : undefined);
    expect(await ifSignedIn(store, ticket, nowMs, 'answer')).toEqual(lasts ? 'answer' : refused('not-signed-in'));
  });

  it('that was ended is none, though its token is signed', async () => {
    const store = await signedIn();
    await store.write({ table: 'sessions', remove: { sessionId: ticket.sessionId } });
    expect(await findSession(store, ticket, startMs)).toBeUndefined();
    expect(await ifSignedIn(store, ticket, startMs, 'answer')).toEqual(refused('not-signed-in'));
  });
});
