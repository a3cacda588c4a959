/**
 * Requests over real HTTP to the built system, which goes on from one to the next: whatever one of them breaks, the next
 * ones suffer from. In the end it must have failed nowhere, and have written nothing that it should not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signSpiCall } from '../../shared/triggers/marketplace-signature';
import { type RunningSystem, send } from '../fakes/system';
import type { Door } from './doors';
import { bytesOf, type Framing } from './framing';
import { MARK } from './oddities';
import { type Judgement, judge } from './oracle';
import type { Sent } from './request';
import { PASSWORD, type Scene, setScene } from './scene';
import { tell } from './socket';

export const keys = {
  MARKETPLACE_SELLER_KEY: 'seller-key-of-the-fuzzed-system',
  SESSION_KEY: 'session-key-of-the-fuzzed-system-not-for-deployment',
  OPERATOR_TOKEN: 'operator-token-of-the-fuzzed-system',
} as const;
const secrets = Object.values(keys);

export const setSceneAt = (system: RunningSystem): Promise<Scene> => {
  const ask = async (method: string, path: string, given: Parameters<typeof send>[3] = {}) => {
    const { status, body } = await send(system, method, path, given);
    if (status >= 300) throw new Error(`The scene cannot be set: ${method} ${path} is answered ${status}.`);
    return body;
  };
  return setScene({
    nowMs: Date.now,
    sellerKey: keys.MARKETPLACE_SELLER_KEY,
    operatorToken: keys.OPERATOR_TOKEN,
    ask,
    spi(action, parameters) {
      const query = { ...parameters, action };
      const token = signSpiCall(query, keys.MARKETPLACE_SELLER_KEY);
      return ask('GET', `/marketplace/spi?${new URLSearchParams({ ...query, token })}`);
    },
    settle: async () => {
      await send(system, 'POST', '/local/timers/close-subscription');
    },
  });
};

/** The same scene with tokens that last: whatever was tried before may have ended the others. */
export const signedInAgain = async (system: RunningSystem, scene: Scene): Promise<Scene> => {
  const logIn = async (username: string): Promise<string> =>
    (await send(system, 'POST', '/api/sessions', { json: { username, password: PASSWORD } })).body.token;
  return { ...scene, token: { ...scene.token, mine: await logIn('acme'), theirs: await logIn('rival') } };
};

export interface OnTheWire {
  readonly sent: Sent;
  readonly framing: Framing;
  /** Of the sender, so that throttles count each for itself. */
  readonly place: number;
}

const PATIENCE_MS = 30_000;

/** Any of 127.0.0.0/8 is ours on Linux; elsewhere there is one address. */
const addressOf = (place: number): string | undefined =>
  process.platform === 'linux' ? `127.${1 + (place >> 16)}.${(place >> 8) & 0xff}.${place & 0xff}` : undefined;

/** What the server itself says before any function is asked (RFC 9110). */
const OF_THE_SERVER = [400, 408, 413, 414, 417, 431, 501, 505];

export const askOver = async (
  system: RunningSystem,
  door: Door,
  { sent, framing, place }: OnTheWire,
): Promise<Judgement> => {
  const line = { port: Number(new URL(system.origin).port), from: addressOf(place), patienceMs: PATIENCE_MS };
  const heard = await tell(line, bytesOf(sent, framing), framing.breaksOff === true);
  if (heard.kind === 'hang') return { code: 'hang', faults: [`no answer in ${PATIENCE_MS} ms`] };
  if (heard.kind === 'closed') {
    const faults = framing.odd ? [] : [`closed without an answer: ${heard.bytes.toString('latin1').slice(0, 200)}`];
    return { code: 'closed', faults };
  }
  const { status, headers } = heard;
  const body = heard.body.toString();
  const isOfPlatform = headers['x-fc-request-id'] !== undefined;
  if (!isOfPlatform && OF_THE_SERVER.includes(status) && body === '') return { code: `http ${status}`, faults: [] };
  if (isOfPlatform && status === 202 && framing.name === 'asynchronous') return { code: '202', faults: [] };
  const refusal = isOfPlatform && status < 500 ? codeOfPlatform(body) : undefined;
  if (refusal !== undefined) return { code: `platform ${refusal}`, faults: [] };
  const publicUrl = system.origin;
  return judge(door, sent, { status, headers, body }, { broken: false, secrets, publicUrl });
};

/** `{Code, Message, RequestId}`: what the platform refuses before a function is asked. */
const codeOfPlatform = (body: string): string | undefined => /^\{"Code":"(\w+)","Message":"/.exec(body)?.[1];

/** What is wrong with a system that has answered all that: it was ended, a function failed, or something was written. */
export const faultsAfter = async (system: RunningSystem): Promise<string[]> => {
  const { body } = await send(system, 'GET', '/local/functions');
  const failed = (body.functions as { name: string; errors: number }[]).filter(({ errors }) => errors > 0);
  return [...failed.map(({ name, errors }) => `${name} failed ${errors} times`), ...faultsOfWriting(system)];
};

/** What it has printed and logged. */
export const faultsOfWriting = (system: RunningSystem): string[] => {
  const printed = system.printed();
  const log = readFileSync(join(system.dataDirectory, 'functions.log'), 'utf8');
  const banner = printed.indexOf('Ctrl-C stops it.');
  const later = printed.slice(banner).split('\n').slice(1).join('\n').trim();
  return [
    ...(later === '' ? [] : [`it printed: ${later.slice(0, 2_000)}`]),
    ...[...secrets, MARK].flatMap((text) =>
      log.includes(text) ? [`the log holds ${text}: ${around(log, text)}`] : [],
    ),
  ];
};

const around = (text: string, found: string): string => {
  const at = text.indexOf(found);
  return text.slice(Math.max(0, at - 300), at + 200);
};
