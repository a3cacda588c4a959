/**
 * A request as it goes over the line: a good one for the door, and then, some of its parts made odd. Most stay good enough
 * to get past the first check, for the faults lie deep.
 */
import * as fc from 'fast-check';
import { httpEvent } from '../../local/function-compute/http-event';
import { signSpiCall } from '../../shared/triggers/marketplace-signature';
import type { Door, Meant } from './doors';
import {
  languages,
  MARK,
  methods,
  oddBytes,
  oddHeader,
  oddJsonText,
  oddName,
  oddPath,
  oddPiece,
  oddQuery,
  oddText,
  oddTypes,
} from './oddities';
import type { Scene } from './scene';
import { type Change, type Edit, edited, textOf, treeOf } from './tree';

export interface Sent {
  readonly method: string;
  /** Path and query, one byte a character. */
  readonly target: string;
  /** One byte a character. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** What a refusal must be written in; undefined where that is open. */
  readonly language: 'zh' | 'en' | undefined;
}

/** `odd` in so many of a hundred cases, `usual` in the others. */
const sometimes = <T>(percent: number, odd: fc.Arbitrary<T>, usual: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 100 - percent, arbitrary: usual }, { weight: percent, arbitrary: odd });

// --- the body --------------------------------------------------------------------------------------------------------

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), text: oddJsonText }),
  fc.constant({ kind: 'remove' as const }),
  fc.record({ kind: fc.constant('rename' as const), name: oddName }),
  fc.record({ kind: fc.constant('add' as const), name: oddName, text: oddJsonText }),
  fc.record({ kind: fc.constant('repeat' as const), text: oddJsonText, first: fc.boolean() }),
  fc.record({ kind: fc.constant('wrap' as const), as: fc.constantFrom('array' as const, 'object' as const) }),
  fc.record({ kind: fc.constant('surround' as const), before: oddPiece, after: oddPiece }),
);
const edits = sometimes<readonly Edit[]>(
  70,
  fc.array(fc.record({ at: fc.nat(40), change }), { minLength: 1, maxLength: 3 }),
  fc.constant([]),
);

const unchanged: readonly [string, (bytes: Buffer) => Buffer] = ['as it is', (bytes) => bytes];

const bodyOf = (json: unknown): fc.Arbitrary<Buffer> => {
  if (json === undefined) {
    return sometimes(
      5,
      fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
      fc.constant(Buffer.alloc(0)),
    );
  }
  const whole = edits.map((all) => Buffer.from(textOf(edited(treeOf(json), all))));
  return fc.tuple(whole, sometimes(8, oddBytes, fc.constant(unchanged))).map(([bytes, [, alter]]) => alter(bytes));
};

// --- the address -----------------------------------------------------------------------------------------------------

/** As UTF-8 in percent-encoding; a lone surrogate cannot be written so. */
const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));

/** Nearly as it is: what would end the line, the query or the word is encoded. */
const bare = (text: string): string =>
  [...text].map((sign) => (/[!-~]/.test(sign) && !/[&#=?%+]/.test(sign) ? sign : encoded(sign))).join('');

type Pair = readonly [name: string, value: string];

const altered = (pairs: readonly Pair[]): fc.Arbitrary<readonly Pair[]> =>
  fc
    .tuple(fc.nat(20), fc.constantFrom('value', 'name', 'remove', 'repeat', 'add', 'reverse'), oddText, oddText)
    .map(([place, what, one, other]) => {
      const at = pairs.length === 0 ? 0 : place % pairs.length;
      const [name = '', value = ''] = pairs[at] ?? [];
      const rest = pairs.filter((_, index) => index !== at);
      if (what === 'value') return [...rest, [name, one]];
      if (what === 'name') return [...rest, [one, value]];
      if (what === 'remove') return rest;
      if (what === 'repeat') return [...pairs, [name, one]];
      return what === 'add' ? [...pairs, [one, other]] : [...pairs].reverse();
    });

const queryOf = (meant: readonly Pair[], writePair: (text: string) => string) => (pairs: readonly Pair[]) =>
  (pairs.length === 0 ? meant.slice(0, 0) : pairs)
    .map(([name, value]) => `${writePair(name)}=${writePair(value)}`)
    .join('&');

/** With the token that the marketplace would have made of what will arrive, or another one. */
const signedQuery = (query: string, scene: Scene, how: string): string => {
  const arrival = { accountId: '1', requestId: '1', atMs: 0 };
  const request = {
    method: 'GET',
    target: `/?${query}`,
    httpVersion: '1.1',
    rawHeaders: [],
    body: Buffer.alloc(0),
    sourceIp: '',
  };
  const arrived = JSON.parse(httpEvent(request, arrival)).queryParameters as Record<string, string>;
  const token = signSpiCall(arrived, scene.sellerKey);
  const made: Readonly<Record<string, string>> = {
    right: `&token=${token}`,
    capitals: `&token=${token.toUpperCase()}`,
    twice: `&token=${token}&token=${token}`,
    empty: '&token=',
    none: '',
    'empty key': `&token=${signSpiCall(arrived, '')}`,
    'of the query as written': `&token=${signSpiCall({ query }, scene.sellerKey)}`,
    odd: `&token=${MARK}`,
    array: `&token[]=${token}`,
  };
  return `${query}${made[how]}`;
};

const targetOf = (door: Door, scene: Scene, meant: Meant): fc.Arbitrary<string> => {
  const path = sometimes(
    12,
    oddPath.map(([, alter]) => alter(meant.path)),
    fc.constant(meant.path),
  );
  const pairs = sometimes(meant.query.length > 0 ? 50 : 2, altered(meant.query), fc.constant(meant.query));
  const written = fc
    .tuple(pairs, fc.constantFrom(encoded, encoded, bare))
    .map(([all, write]) => queryOf(meant.query, write)(all));
  const query = sometimes(10, oddQuery, written);
  const how = sometimes(
    20,
    fc.constantFrom('capitals', 'twice', 'empty', 'none', 'empty key', 'of the query as written', 'odd', 'array'),
    fc.constant('right'),
  );
  return fc.tuple(path, query, how).map(([at, asked, signing]) => {
    const whole = door.signed ? signedQuery(asked, scene, signing) : asked;
    return whole === '' ? at : `${at}?${whole}`;
  });
};

// --- the headers -----------------------------------------------------------------------------------------------------

/** Who says to send it; the second is a cookie's. */
const authorization = ({ token, operatorToken }: Scene, meant: string | undefined) => {
  const [id = '', owner = '', signature = ''] = token.mine.split('.');
  const bearers = [
    token.theirs,
    token.ended,
    operatorToken,
    '',
    MARK,
    `${id}.${owner}.${'A'.repeat(43)}`,
    `${id}.${owner.replace(/.$/, '0')}.${signature}`,
    `${id}.${owner}`,
    `${id.toUpperCase()}.${owner}.${signature}`,
    `eyJhbGciOiJub25lIn0.${MARK}.`,
    `${token.mine} ${token.mine}`,
    `${token.mine},${token.mine}`,
    token.mine.repeat(20),
    '\u00ff',
  ];
  const good: readonly Pair[] = meant === undefined ? [] : [['Authorization', `Bearer ${meant}`]];
  const origin = ['Origin', 'https://other.example'] as const;
  return sometimes<readonly Pair[]>(
    20,
    fc.oneof(
      fc.constantFrom(...bearers).map((one): readonly Pair[] => [['Authorization', `Bearer ${one}`]]),
      fc.constantFrom<readonly Pair[]>(
        [],
        [['authorization', `bearer   ${token.mine}`]],
        [['Authorization', `Basic ${MARK}`]],
        [['Authorization', 'Bearer']],
        [['Authorization', '__proto__']],
        [...good, ...good],
        [['Cookie', `session=${token.mine}`]],
        [['Cookie', `session=${token.mine}`], origin],
        [['Cookie', `a=b; session="${token.mine}"; session=${MARK}`], origin],
        [...good, ['Cookie', `session=${token.theirs}`], origin],
      ),
    ),
    fc.constant(good),
  );
};

const headersOf = (scene: Scene, meant: Meant) => {
  const type: Pair[] = meant.json === undefined ? [] : [['Content-Type', 'application/json']];
  const contentType = sometimes<readonly Pair[]>(
    8,
    fc.constantFrom(...oddTypes).map((one): readonly Pair[] => (one === undefined ? [] : [['Content-Type', one]])),
    fc.constant(type),
  );
  const others = sometimes<readonly Pair[]>(25, fc.array(oddHeader, { minLength: 1, maxLength: 3 }), fc.constant([]));
  return fc.tuple(contentType, authorization(scene, meant.token), others).map((parts): readonly Pair[] => parts.flat());
};

// --- all of it -------------------------------------------------------------------------------------------------------

export const requestTo = (door: Door, scene: Scene): fc.Arbitrary<Sent> =>
  door.meant(scene).chain((meant) =>
    fc
      .record({
        method: sometimes(8, fc.constantFrom(...methods), fc.constant(door.method)),
        target: targetOf(door, scene, meant),
        headers: headersOf(scene, meant),
        body: bodyOf(meant.json),
        language: fc.constantFrom(...languages),
      })
      .map(({ language: [acceptLanguage, language], headers, ...sent }) => ({
        ...sent,
        headers: acceptLanguage === undefined ? headers : [...headers, ['Accept-Language', acceptLanguage] as const],
        language,
      })),
  );

/** For a person who has to look into it: what is long is cut. */
export const shown = ({ method, target, headers, body }: Sent) => ({
  method,
  target: cut(target),
  headers: headers.map(([name, value]) => `${name}: ${cut(value)}`),
  body: cut(body.toString('utf8')),
});

const cut = (text: string): string => (text.length > 600 ? `${text.slice(0, 600)}… (${text.length} characters)` : text);
