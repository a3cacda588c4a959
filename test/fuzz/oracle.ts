/**
 * What is wrong with an answer, by the contract: never a 5xx without a fault outside, always one of its codes in its form
 * and language, or the door's own success; the marketplace is answered in its forms. And what must never happen beside the
 * answer: a refused request that changes something, a caller's words or a secret in the log, a prototype that has grown.
 */
import type { Write } from '../../shared/ports';
import { problem } from '../../shared/validation/answers';
import { answerAt, marketplaceForms } from './answers';
import { type Door, MARKETPLACE } from './doors';
import { MARK } from './oddities';
import type { Sent } from './request';

export interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What happened besides; what cannot be seen from outside is left out. */
export interface Beside {
  readonly requestId?: string;
  /** A part outside failed: the caller may be told to try again. */
  readonly broken: boolean;
  readonly writes?: readonly Write[];
  readonly lines?: readonly string[];
  /** Of the functions, not of the request. */
  readonly secrets: readonly string[];
  readonly publicUrl: string;
}

export interface Judgement {
  /** By what the answer is counted: the refusal's code, or the status of a success. */
  readonly code: string;
  readonly faults: readonly string[];
}

/** The contract's table. */
const statusOf: Readonly<Record<string, number>> = {
  'not-found': 404,
  'method-not-allowed': 405,
  'unsupported-media-type': 415,
  'body-too-large': 413,
  'too-many-attempts': 429,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'cross-site-request': 403,
  'invalid-request': 400,
  'idempotency-key-reused': 422,
  'workspace-not-found': 404,
  'workspace-changed': 412,
  'instance-not-found': 404,
  'cloud-account-linked-elsewhere': 409,
  'proof-required': 409,
  'instance-not-ready': 409,
  'instance-closed': 409,
  'instance-overdue': 409,
  'settlement-change-not-allowed': 409,
  'username-taken': 409,
  'try-again': 503,
};

/** Refused before the store is asked for more than the session: nothing at all is written. */
const refusedAtTheDoor = new Set([
  'not-found',
  'method-not-allowed',
  'unsupported-media-type',
  'body-too-large',
  'cross-site-request',
  'invalid-request',
  'spi refused',
]);
/** The marketplace's calls that are not carried out: what was looked up meanwhile is kept. */
const notCarriedOut = new Set(['spi false', 'spi not ready', '302 link-expired']);
const lookedUp = new Set<string>(['instances', 'instancesByAccount']);
/** What a refused request may leave: claims and intents, which have no effect of their own, and what was looked up. */
const leftBehind = new Set<string>([
  ...lookedUp,
  'bindings',
  'links',
  'usernames',
  'idempotencyKeys',
  'workspacesByOwner',
  'todos',
]);

export const judge = (door: Door, sent: Sent, answer: Answer, beside: Beside): Judgement => {
  const { code, faults } = readAnswer(door, sent, answer, beside);
  return {
    code,
    faults: [
      ...faults,
      ...faultsOfWrites(code, beside),
      ...faultsOfText(sent, answer, beside),
      ...faultsOfPrototypes(),
    ],
  };
};

const pathOf = ({ target }: Sent): string => target.split('?')[0] ?? '';

const isJson = (body: string): boolean => {
  try {
    return JSON.parse(body) !== undefined;
  } catch {
    return false;
  }
};

const readAnswer = (door: Door, sent: Sent, answer: Answer, beside: Beside): Judgement => {
  const { status, headers, body } = answer;
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/problem+json')) return readProblem(sent, answer, beside);
  const code = String(status);
  // Whoever reads HTML is told by a page that there is nothing.
  if (status === 404 && type.startsWith('text/html')) {
    return { code: 'no page', faults: /^(GET|HEAD)$/.test(sent.method) ? [] : [`a page for ${sent.method}`] };
  }
  if (sent.method === 'HEAD' && body === '') {
    return { code, faults: answerAt('HEAD', pathOf(sent))?.[status] ? [] : [`HEAD is answered ${status}`] };
  }
  if (status >= 400 && !(door.name === MARKETPLACE && status === 403)) {
    return { code, faults: [`${status} is no problem+json, but ${type || 'without a type'}: ${body.slice(0, 200)}`] };
  }
  // What is no JSON can only be a file, and only where files are.
  const isFile = /^text\/(html|css|csv|javascript|plain)/.test(type);
  if (isFile) return readSuccess(sent, status, body);
  if (body !== '' && (!type.startsWith('application/json') || !isJson(body))) {
    return { code, faults: [`${status} has a body that is not JSON: ${type}: ${body.slice(0, 200)}`] };
  }
  const value: unknown = body === '' ? undefined : JSON.parse(body);
  return door.name === MARKETPLACE ? readMarketplace(answer, value, beside) : readSuccess(sent, status, value);
};

const readProblem = (sent: Sent, { status, headers, body }: Answer, beside: Beside): Judgement => {
  const isHead = sent.method === 'HEAD' && body === '';
  if (isHead) return { code: 'HEAD', faults: status === 405 || status === 404 ? [] : [`HEAD is answered ${status}`] };
  if (!isJson(body)) return { code: String(status), faults: [`a problem that is not JSON: ${body.slice(0, 200)}`] };
  const read = problem.safeParse(JSON.parse(body));
  if (!read.success) return { code: String(status), faults: [`a problem in another form: ${body.slice(0, 400)}`] };
  const { code, detail, requestId, errors } = read.data;
  const language = headers['content-language'];
  const spoken = [detail, ...(errors ?? []).map(({ message }) => message)];
  const faults: [boolean, string][] = [
    [statusOf[code] === undefined, `${code} is no code of the contract`],
    [status !== statusOf[code] || read.data.status !== status, `${code} with status ${status}`],
    [code === 'try-again' && !beside.broken, 'try-again, and nothing is broken'],
    [beside.requestId !== undefined && requestId !== beside.requestId, `another request ID: ${requestId}`],
    [headers['x-request-id'] !== requestId, 'X-Request-Id is not the request ID'],
    [language !== 'zh' && language !== 'en', `Content-Language is ${language}`],
    [sent.language !== undefined && language !== sent.language, `${language} instead of ${sent.language}`],
    [spoken.some((one) => /\p{Script=Han}/u.test(one) !== (language === 'zh')), `not in ${language}: ${spoken}`],
    [(code === 'invalid-request') !== (errors !== undefined), `errors of ${code}: ${JSON.stringify(errors)}`],
    [code === 'method-not-allowed' && !headers.allow, 'method-not-allowed without Allow'],
    [
      ['too-many-attempts', 'try-again', 'instance-not-ready'].includes(code) &&
        !/^\d+$/.test(headers['retry-after'] ?? ''),
      `${code} without Retry-After`,
    ],
  ];
  return { code, faults: faults.flatMap(([wrong, what]) => (wrong ? [what] : [])) };
};

const readMarketplace = ({ status, headers }: Answer, value: unknown, { publicUrl }: Beside): Judgement => {
  if (status === 302) {
    const location = headers.location ?? '';
    const expired = location === `${publicUrl}/register#notice=link-expired`;
    const proven = /^#accountId=\d+&instanceId=\d+&proof=[\w.%-]+$/.test(
      location.slice(`${publicUrl}/register`.length),
    );
    const faults = expired || (proven && location.startsWith(publicUrl)) ? [] : [`sent on to ${location}`];
    return { code: expired ? '302 link-expired' : '302 proof', faults };
  }
  const [name] = marketplaceForms.find(([, of, form]) => of === status && form.safeParse(value).success) ?? [];
  if (name !== undefined) return { code: name, faults: [] };
  return { code: String(status), faults: [`the marketplace is answered ${status} ${JSON.stringify(value)}`] };
};

/** A trick with the path, or another method, may lead to another door: what it answers is in that one's form. */
const readSuccess = (sent: Sent, status: number, value: unknown): Judgement => {
  const code = String(status);
  const form = answerAt(sent.method, pathOf(sent));
  const schema = form?.[status];
  if (!schema) return { code, faults: [`answered ${status} ${JSON.stringify(value)}`] };
  const read = schema.safeParse(value);
  if (!read.success) return { code, faults: [`${status} in another form: ${read.error.message}`] };
  // The schemas pass over members that they do not know, and normalise: what they give is what was sent, then.
  const same = JSON.stringify(read.data) === JSON.stringify(value);
  return { code, faults: same ? [] : [`${status} is not as its schema: ${JSON.stringify(value)}`] };
};

const faultsOfWrites = (code: string, { writes = [] }: Beside): string[] => {
  if (refusedAtTheDoor.has(code)) return writes.map((write) => `${code}, and ${write.table} was written`);
  if (notCarriedOut.has(code)) {
    return writes.flatMap(({ table }) => (lookedUp.has(table) ? [] : [`${code}, and ${table} was written`]));
  }
  // Whoever is told to try again is not told whether it took effect.
  if (statusOf[code] === undefined || code === 'try-again') return [];
  return writes.flatMap((write) => (isHarmless(write) ? [] : [`${code}, and ${JSON.stringify(write)} took effect`]));
};

/** A fence makes a workspace void, or raises its version: no change to the customer. */
const isHarmless = (write: Write): boolean =>
  leftBehind.has(write.table) || (write.table === 'workspaces' && 'insert' in write && write.insert.kind === 'void');

/** What no answer and no line may show of the inside. */
const inside = /(\n|\\n)\s+at |node:internal|node_modules|\.ts:\d|ZodError|TypeError|SyntaxError/;

const faultsOfText = (sent: Sent, { status, headers, body }: Answer, { lines = [], secrets }: Beside): string[] => {
  const told = `${Object.entries(headers).join('\n')}\n${body}`;
  const typed = new RegExp(`${MARK}|${MARK.toLowerCase()}`);
  const isLogIn = status === 201 || status === 204;
  return [
    ...(inside.test(told) ? [`the answer shows the inside: ${body.slice(0, 300)}`] : []),
    ...(status >= 400 && typed.test(told) ? [`the refusal repeats what was sent: ${body.slice(0, 300)}`] : []),
    ...(isLogIn || !secrets.some((secret) => told.includes(secret)) ? [] : ['the answer holds a secret']),
    ...lines.flatMap((line) => [
      ...(typed.test(line) ? [`a line repeats what was sent: ${line}`] : []),
      ...([...secrets, ...tokensIn(sent)].some((secret) => line.includes(secret))
        ? [`a line holds a secret: ${line}`]
        : []),
      ...(isJson(line) && !line.includes('\n') ? [] : [`a line is no JSON: ${line}`]),
    ]),
  ];
};

/** The token of a marketplace call is as good as a password. */
const tokensIn = ({ target }: Sent): string[] => target.match(/(?<=token=)[0-9a-f]{32}/gi) ?? [];

const prototypes = [Object, Array, Function, String, Number, Promise, Map].map(({ prototype }) => prototype as object);
const known = prototypes.map((one) => Reflect.ownKeys(one).length);

const faultsOfPrototypes = (): string[] =>
  prototypes.some((one, at) => Reflect.ownKeys(one).length !== known[at]) ? ['a prototype has grown'] : [];
