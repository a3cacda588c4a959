/**
 * Every door tried with odd requests of one seed; `npm run fuzz` tries as many as one likes. The oracle is tried too: what
 * it is there to find is planted, and found.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { matchRoute } from '../../local/function-compute/routes';
import { createDoor, httpEventOf, REQUEST_ID } from '../fakes/door';
import { routeTable } from '../fakes/world';
import { run } from './campaign';
import { calm, circumstances } from './circumstances';
import { type Door, doorsOf, MARKETPLACE, unanswered } from './doors';
import { openStand, type Stand } from './in-memory';
import { invocationsOf } from './invocations';
import { MARK } from './oddities';
import { type Answer, type Beside, judge } from './oracle';
import { requestTo, type Sent, shown } from './request';

jest.setTimeout(120_000);

const SEED = 20_260_101;
const INPUTS = 150;

let stand: Stand;
let doors: Door[];
beforeAll(async () => {
  stand = await openStand();
  doors = doorsOf(stand.world.functions());
});

const doorNamed = (name: string): Door => {
  const found = doors.find((door) => door.name === name);
  if (!found) throw new Error(`There is no door ${name}.`);
  return found;
};

describe('the doors', () => {
  it('are all that s.yaml leads to', () => {
    const deployed = readFileSync(join(__dirname, '../../s.yaml'), 'utf8').matchAll(/- path: (\S+)/g);
    const tried = new Set(doors.map(({ path }) => matchRoute(routeTable, path.replace(/\{\w+\}/g, 'a'))?.path));
    expect([...deployed].map(([, path]) => path).filter((path) => !tried.has(path ?? ''))).toEqual([]);
  });

  it('have each an answer written down', () => {
    expect(unanswered(doors)).toEqual([]);
  });
});

/** What only a request that got far is answered. */
const deep = [
  '200',
  '201',
  '204',
  '302 proof',
  'cloud-account-linked-elsewhere',
  'instance-not-found',
  'instance-not-ready',
  'instance-overdue',
  'invalid-request',
  'proof-required',
  'settlement-change-not-allowed',
  'spi false',
  'spi not ready',
  'spi opened',
  'spi true',
  'try-again',
  'username-taken',
  'workspace-not-found',
  'wrong-credentials',
];

it('no odd request finds anything but the contract’s answers, and together they reach nearly every refusal', async () => {
  const reached = new Set<string>();
  for (const door of doors) {
    const { codes, failure } = await run(
      {
        name: door.name,
        inputs: fc.record({ sent: requestTo(door, stand.scene), around: circumstances }),
        judge: ({ sent, around }) => stand.ask(door, sent, around),
        show: ({ sent, around }) => ({ ...shown(sent), around }),
      },
      { seed: SEED, numRuns: INPUTS },
    );
    expect(failure).toBeUndefined();
    for (const code of Object.keys(codes)) reached.add(code);
  }
  expect(deep.filter((code) => !reached.has(code))).toEqual([]);
});

it('no odd event makes a function fail by a bug, and none loses the good ones beside it', async () => {
  const names = stand.world.functions().map(({ name }) => name);
  for (const campaign of invocationsOf(names, stand.contents)) {
    const { failure } = await run(campaign, { seed: SEED, numRuns: INPUTS });
    expect(failure).toBeUndefined();
  }
});

describe('what it is there to find, planted', () => {
  const sent: Sent = {
    method: 'GET',
    target: `/api/account?x=${MARK}`,
    headers: [],
    body: Buffer.alloc(0),
    language: 'en',
  };
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': 'en',
    'x-request-id': REQUEST_ID,
  };
  const problem = (code: string, status: number, more: object = {}): Answer => {
    const body = {
      type: 'about:blank',
      title: 'Title',
      status,
      detail: 'Do this.',
      code,
      requestId: REQUEST_ID,
      ...more,
    };
    return { status, headers, body: JSON.stringify(body) };
  };
  const beside: Beside = {
    requestId: REQUEST_ID,
    broken: false,
    secrets: ['a secret'],
    publicUrl: 'https://billing.example',
  };
  const json = (status: number, body: unknown): Answer => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const session = { table: 'sessions', remove: { sessionId: '1' } } as const;

  it('a refusal as the contract has it is none', () => {
    expect(judge(doorNamed('GET /api/account'), sent, problem('not-signed-in', 401), beside).faults).toEqual([]);
  });

  // biome-ignore format: one case a line
  it.each<[string, Answer, Partial<Beside>, RegExp]>([
    ['a 500',                          problem('internal-error', 500),                                {},                        /no code of the contract/],
    ['plain text',                     { status: 502, headers: {}, body: 'Internal Server Error' },   {},                        /no problem\+json|is not as|answered/],
    ['a page instead of JSON',         { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' }, {},              /another form/],
    ['another status',                 problem('not-signed-in', 403),                                 {},                        /with status 403/],
    ['an unknown code',                problem('no-idea', 400),                                       {},                        /another form/],
    ['try-again for nothing',          problem('try-again', 503),                                     {},                        /nothing is broken/],
    ['another language',               problem('not-signed-in', 401, { detail: '请重新登录。' }),        {},                        /not in en/],
    ['a refusal without its errors',   problem('invalid-request', 400),                               {},                        /errors of/],
    ['another request’s ID',           problem('not-signed-in', 401, { requestId: 'other' }),         {},                        /another request ID/],
    ['no Allow',                       problem('method-not-allowed', 405),                            {},                        /without Allow/],
    ['no Retry-After',                 problem('try-again', 503),                                     { broken: true },          /without Retry-After/],
    ['a stack',                        problem('not-signed-in', 401, { detail: 'Oh.\n    at x' }),    {},                        /another form|the inside|not in/],
    ['what was typed, said again',     problem('not-signed-in', 401, { detail: `No ${MARK}.` }),      {},                        /repeats what was sent/],
    ['a secret in the answer',         json(200, { username: 'a secret' }),                           {},                        /holds a secret/],
    ['a success in another form',      json(200, { username: 'acme' }),                               {},                        /another form/],
    ['what was typed, in the log',     problem('not-signed-in', 401),                                 { lines: [`{"a":"${MARK}"}`] }, /line repeats/],
    ['a secret in the log',            problem('not-signed-in', 401),                                 { lines: ['{"a":"a secret"}'] }, /line holds a secret/],
    ['a line that is two',             problem('not-signed-in', 401),                                 { lines: ['{}\n{}'] },     /no JSON/],
    ['a refused request that writes',  problem('not-found', 404),                                     { writes: [session] },     /was written/],
    ['a refusal that took effect',     problem('not-signed-in', 401),                                 { writes: [session] },     /took effect/],
  ])('%s', (_, answer, more, fault) => {
    expect(judge(doorNamed('GET /api/account'), sent, answer, { ...beside, ...more }).faults.join()).toMatch(fault);
  });

  it('a prototype that has grown', () => {
    try {
      Object.defineProperty(Object.prototype, 'polluted', { value: true, configurable: true });
      const { faults } = judge(doorNamed('GET /api/account'), sent, problem('not-signed-in', 401), beside);
      expect(faults).toEqual(['a prototype has grown']);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted');
    }
  });

  it('the marketplace, sent on to somewhere else', () => {
    const answer = { status: 302, headers: { location: 'https://evil.example/#notice=link-expired' }, body: '' };
    expect(judge(doorNamed(MARKETPLACE), sent, answer, beside).faults.join()).toMatch(/sent on to/);
  });

  it('a throw for one odd member in a body is found within the usual number of inputs, and made small', async () => {
    const door = doorNamed('POST /api/sessions');
    const planted = createDoor(() => ({
      routes: [
        {
          method: 'POST',
          path: '/api/sessions',
          async handle({ body }) {
            if (/"__proto__"\s*:/.test(Buffer.from(body).toString())) throw new TypeError('planted');
            return { kind: 'refused', code: 'wrong-credentials' };
          },
        },
      ],
    }));
    const { failure } = await run(
      {
        name: 'planted',
        inputs: requestTo(door, stand.scene),
        async judge(input) {
          const [path = ''] = input.target.split('?');
          const json = input.headers.filter(([name]) => /^(content-type|accept-language)$/i.test(name));
          const event = httpEventOf(input.method, path, {
            body: input.body.toString(),
            headers: Object.fromEntries(json),
          });
          const result = (await planted.invoke(event)) as {
            statusCode: number;
            headers: Record<string, string>;
            body: string;
          };
          const lower = Object.entries(result.headers).map(([name, value]) => [name.toLowerCase(), value]);
          const answer = { status: result.statusCode, headers: Object.fromEntries(lower), body: result.body };
          return judge(door, { ...input, language: undefined }, answer, { ...beside, requestId: REQUEST_ID });
        },
        show: shown,
      },
      { seed: SEED, numRuns: INPUTS },
    );
    expect(failure?.faults.join()).toMatch(/internal-error/);
    expect(JSON.stringify(failure?.input).length).toBeLessThan(1_000);
  });
});

it('the same seed tries the same inputs', async () => {
  const door = doorNamed('POST /api/sessions');
  const tried = async () => {
    const inputs: string[] = [];
    const campaign = {
      name: door.name,
      inputs: requestTo(door, stand.scene),
      judge: (input: Sent) => {
        inputs.push(JSON.stringify(shown(input)));
        return stand.ask(door, input, calm);
      },
      show: shown,
    };
    await run(campaign, { seed: 7, numRuns: 20 });
    return inputs;
  };
  expect(await tried()).toEqual(await tried());
});
