/**
 * The doors of the local cloud itself: its controls, its services' OpenAPIs and the embedded Tablestore. Garbage must not
 * keep them from answering, nor end them; what they answer to it is their own affair.
 */
import * as fc from 'fast-check';
import { localCredentials } from '../../local/credentials';
import { contentMd5, requestSignature } from '../../local/tablestore/signature';
import type { RunningSystem } from '../fakes/system';
import type { Campaign } from './campaign';
import { bytesOf, type Framing, framing } from './framing';
import { methods, oddHeader, oddJsonText, oddName, oddPath, oddQuery } from './oddities';
import { type Sent, shown } from './request';
import { tell } from './socket';
import { edited, textOf, treeOf } from './tree';

interface LocalInput {
  readonly sent: Sent;
  readonly framing: Framing;
}

const PATIENCE_MS = 30_000;

const controls: readonly (readonly [method: string, path: string, body: unknown])[] = [
  ['POST', '/local/marketplace/instances', { accountId: '1234567890123456' }],
  ['GET', '/local/marketplace/instances', undefined],
  ['POST', '/local/marketplace/instances/70000001/close', {}],
  ['POST', '/local/marketplace/instances/__proto__/overdue', {}],
  ['POST', '/local/marketplace/instances/%zz/pay', {}],
  ['GET', '/local/marketplace/instances/70000001/sso', undefined],
  ['POST', '/local/marketplace/faults', {}],
  ['POST', '/local/marketplace/faults', { drop: 1, duplicate: 1, delayMs: 1, reorder: false }],
  ['POST', '/local/marketplace/faults', { metering: { down: true, refuse: { code: 'Permission.Denied', times: 1 } } }],
  ['GET', '/local/marketplace/bill?instanceId=70000001', undefined],
  ['GET', '/local/mail', undefined],
  ['POST', '/local/timers/deliver-mail', { payload: '' }],
  ['POST', '/local/timers/check-consistency', { payload: '{"dryRun":true}' }],
  ['POST', '/local/timers/constructor', {}],
  [
    'POST',
    '/local/usage',
    { site: 'cn1', workspaceId: 'wksp_0', item: 'logs', hour: '2026-01-01T00:00:00Z', quantity: '1' },
  ],
  ['POST', '/local/usage', [{}, { id: 1, time: null, constructor: {} }]],
  ['GET', '/local/functions', undefined],
  ['GET', '/local/clock', undefined],
  ['POST', '/local/clock', { advanceMs: 1 }],
  ['GET', '/local/', undefined],
];

const operations = [
  'GetRow',
  'PutRow',
  'UpdateRow',
  'BatchGetRow',
  'BatchWriteRow',
  'GetRange',
  'ListTable',
  'toString',
];

const bodyOf = (json: unknown) =>
  json === undefined
    ? fc.constant(Buffer.alloc(0))
    : fc
        .array(
          fc.record({
            at: fc.nat(9),
            change: fc.oneof(
              fc.record({ kind: fc.constant('replace' as const), text: oddJsonText }),
              fc.record({ kind: fc.constant('add' as const), name: oddName, text: oddJsonText }),
            ),
          }),
          { maxLength: 2 },
        )
        .map((edits) => Buffer.from(textOf(edited(treeOf(json), edits))));

const bytes = fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all));

/** Of who knows the keys: gets past the signature, to what reads the bytes. */
const signed = (path: string, body: Buffer): Sent['headers'] => {
  const { accessKeyId, accessKeySecret, securityToken } = localCredentials;
  const headers = {
    'x-ots-date': new Date().toISOString(),
    'x-ots-apiversion': '2015-12-31',
    'x-ots-accesskeyid': accessKeyId,
    'x-ots-ststoken': securityToken,
    'x-ots-contentmd5': contentMd5(body),
    'x-ots-instancename': 'settlement',
  };
  return Object.entries({ ...headers, 'x-ots-signature': requestSignature(path, headers, accessKeySecret) });
};

const plain = (method: string, target: string, headers: Sent['headers'], body: Buffer): Sent => ({
  method,
  target,
  headers,
  body,
  language: undefined,
});

const control = fc
  .constantFrom(...controls)
  .chain(([method, path, body]) =>
    fc
      .tuple(
        fc.oneof({ weight: 9, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: fc.constantFrom(...methods) }),
        fc.oneof(
          { weight: 9, arbitrary: fc.constant(path) },
          { weight: 1, arbitrary: oddPath.map(([, odd]) => odd(path)) },
        ),
        fc.array(oddHeader, { maxLength: 2 }),
        bodyOf(body),
      )
      .map((parts) => plain(...parts)),
  );

const service = (paths: readonly string[]) =>
  fc
    .tuple(
      fc.oneof(fc.constant('POST'), fc.constantFrom(...methods)),
      fc.tuple(fc.constantFrom(...paths), oddQuery).map(([path, query]) => (query === '' ? path : `${path}?${query}`)),
      fc.array(oddHeader, { maxLength: 3 }),
      bytes,
    )
    .map((parts) => plain(...parts));

const tablestore = fc
  .tuple(fc.constantFrom(...operations), bytes, fc.boolean())
  .map(([operation, body, isSigned]) =>
    plain('POST', `/${operation}`, isSigned ? signed(`/${operation}`, body) : [], body),
  );

/** The address of a part, as the start prints it. */
const portOf = (system: RunningSystem, part: string): number => {
  const [, port] = new RegExp(`${part} +http://127\\.0\\.0\\.1:(\\d+)`).exec(system.printed()) ?? [];
  if (port === undefined) throw new Error(`The system does not say where ${part} is: ${system.printed()}`);
  return Number(port);
};

export const localDoorsOf = (system: RunningSystem): Campaign<LocalInput>[] => {
  const parts = [
    ['controls', 'local controls', control],
    ['Tablestore', 'Tablestore', tablestore],
    ["marketplace's OpenAPI", "marketplace's OpenAPI", service(['/'])],
    ['DirectMail', 'DirectMail', service(['/'])],
    [
      "Function Compute's OpenAPI",
      'Function Compute',
      service([
        '/',
        '/2023-03-30/functions/account-settlement-local-log-in/invocations',
        '/2023-03-30/functions/%zz/invocations',
      ]),
    ],
  ] as const;
  return parts.map(([name, printed, sent]): Campaign<LocalInput> => {
    const port = portOf(system, printed);
    return {
      name: `local ${name}`,
      inputs: fc.record({ sent, framing }),
      async judge(input) {
        const heard = await tell(
          { port, patienceMs: PATIENCE_MS },
          bytesOf(input.sent, input.framing),
          input.framing.breaksOff === true,
        );
        if (heard.kind === 'hang') return { code: 'hang', faults: [`no answer in ${PATIENCE_MS} ms`] };
        if (heard.kind === 'answer') return { code: String(heard.status), faults: [] };
        return { code: 'closed', faults: input.framing.odd ? [] : ['closed without an answer'] };
      },
      show: (input) => ({ ...shown(input.sent), framing: input.framing.name }),
    };
  });
};
