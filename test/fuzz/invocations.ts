/**
 * Events that are no requests, to every function: bytes, JSON of any shape, envelopes with a member gone, timers, and
 * arrays of CloudEvents of which some are good. A function carries one out or fails with a sentence, never by a bug; and
 * what is good among the bad is not lost.
 */
import * as fc from 'fast-check';
import type { Contents } from '../fakes/contents';
import { httpEventOf } from '../fakes/door';
import { fakeRandom } from '../fakes/ports';
import { createWorld } from '../fakes/world';
import type { Campaign } from './campaign';
import { MARK, oddJsonText, oddName, oddPiece, oddText } from './oddities';
import type { Judgement } from './oracle';
import { MINE, saleOf } from './scene';
import { edited, textOf, treeOf } from './tree';

export interface Invocation {
  readonly functionName: string;
  readonly event: Buffer;
  /** Instances that good events among others announce. */
  readonly announced: readonly string[];
  /** Events of usage that are kept aside, by their ids. */
  readonly kept?: readonly string[];
}

const announcement = (instanceId: string) => ({
  specversion: '1.0',
  id: `event-${instanceId}`,
  source: 'acs:marketplace',
  type: 'marketplace:Instance:createInstance',
  datacontenttype: 'application/json',
  data: saleOf(instanceId, MINE),
});

const events: readonly unknown[] = [
  httpEventOf('GET', '/api/account'),
  httpEventOf('POST', '/api/sessions', { body: '{}', headers: { 'Content-Type': 'application/json' } }),
  httpEventOf('GET', '/marketplace/spi', { query: { action: 'createInstance', token: MARK } }),
  { triggerTime: '2026-01-01T00:00:00Z', triggerName: 'each-minute', payload: '' },
  { triggerTime: '2026-01-01T00:00:00Z', triggerName: 'each-hour', payload: '{"dryRun": true}' },
  { instanceId: '70000001' },
  { runId: '0123456789abcdef0123456789abcdef' },
  {},
  null,
  announcement('81000001'),
];

const change = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), text: oddJsonText }),
  fc.constant({ kind: 'remove' as const }),
  fc.record({ kind: fc.constant('rename' as const), name: oddName }),
  fc.record({ kind: fc.constant('add' as const), name: oddName, text: oddJsonText }),
  fc.record({ kind: fc.constant('wrap' as const), as: fc.constantFrom('array' as const, 'object' as const) }),
  fc.record({ kind: fc.constant('surround' as const), before: oddPiece, after: oddPiece }),
);
const oddEvent = fc
  .tuple(fc.constantFrom(...events), fc.array(fc.record({ at: fc.nat(40), change }), { maxLength: 3 }))
  .map(([event, edits]) => textOf(edited(treeOf(event), edits)));

const one = fc.oneof(
  { weight: 6, arbitrary: oddEvent.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: oddJsonText.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: oddText.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
);

/** Odd elements that are still JSON, each by itself. */
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const several = fc
  .array(fc.oneof(fc.constant('good' as const), oddEvent.filter(isJson)), { minLength: 1, maxLength: 5 })
  .map((elements) => {
    const announced = elements.flatMap((element, at) => (element === 'good' ? [`8200000${at}`] : []));
    const texts = elements.map((element, at) =>
      element === 'good' ? JSON.stringify(announcement(`8200000${at}`)) : element,
    );
    return { functionName: 'marketplace-event', event: Buffer.from(`[${texts.join(',')}]`), announced };
  });

/** The workspace is none of ours, so the good are kept aside: in whatever company, each is. */
const usage = (id: string) => ({
  specversion: '1.0',
  id,
  source: 'platform.cn1',
  type: 'workspace:Usage:recorded',
  time: '2026-01-01T00:00:00Z',
  data: {
    site: 'cn1',
    workspaceId: `wksp_${'0'.repeat(32)}`,
    item: 'logs',
    retention: 7,
    hour: '2026-01-01T00:00:00Z',
    quantity: '1',
  },
});

const oddUsage = fc
  .array(fc.record({ at: fc.nat(40), change }), { maxLength: 3 })
  .map((edits) => textOf(edited(treeOf(usage('odd')), edits)));

const severalUsages = fc
  .array(fc.oneof(fc.constant('good' as const), oddUsage.filter(isJson), oddEvent.filter(isJson)), {
    minLength: 1,
    maxLength: 5,
  })
  .map((elements): Invocation => {
    const texts = elements.map((element, at) => (element === 'good' ? JSON.stringify(usage(`good-${at}`)) : element));
    const kept = elements.flatMap((element, at) => (element === 'good' ? [`good-${at}`] : []));
    return { functionName: 'record-usage', event: Buffer.from(`[${texts.join(',')}]`), announced: [], kept };
  });

/** A mistake of the program, whoever caused it. */
const bugs = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'InternalError'];

const judgeOn = async (
  contents: Contents,
  { functionName, event, announced, kept = [] }: Invocation,
): Promise<Judgement> => {
  const world = createWorld({ contents: contents.copy(), random: fakeRandom('invocation') });
  let code = 'done';
  const faults: string[] = [];
  try {
    const result = await world.deliver(functionName, event);
    const status = (result as { statusCode?: number } | undefined)?.statusCode;
    if (status !== undefined) code = String(status);
    if (status !== undefined && status >= 500) faults.push(`answered ${status}`);
  } catch (fault) {
    code = fault instanceof Error ? fault.name : 'thrown';
    if (!(fault instanceof Error) || bugs.includes(fault.name))
      faults.push(`a bug: ${fault instanceof Error ? fault.stack : fault}`);
    // Nobody reads what a function throws but in its log.
    if (!world.lines.some((line) => line.includes('"level":"error"'))) faults.push(`failed without a line: ${fault}`);
  }
  const instances = world.store.contents.of('instances');
  const aside = world.store.contents.of('unusableUsage').all();
  const isKept = (id: string) => aside.some(({ element }) => String(element).includes(`"${id}"`));
  return {
    code,
    faults: [
      ...faults,
      ...kept.flatMap((id) => (isKept(id) ? [] : [`the usage ${id} is lost`])),
      ...announced.flatMap((id) => (instances.get([id]) ? [] : [`the event of ${id} is lost`])),
      ...world.lines.flatMap((line) => (line.includes(MARK) ? [`a line repeats what was sent: ${line}`] : [])),
    ],
  };
};

const eventsOf: Readonly<Record<string, fc.Arbitrary<Invocation>>> = {
  'marketplace-event': several,
  'record-usage': severalUsages,
};

/** Every function, and those that take events also with several at once. */
export const invocationsOf = (functionNames: readonly string[], contents: Contents): Campaign<Invocation>[] =>
  functionNames.map((functionName) => {
    const alone = one.map((event): Invocation => ({ functionName, event, announced: [] }));
    const together = eventsOf[functionName];
    return {
      name: `invoke ${functionName}`,
      inputs: together ? fc.oneof<fc.Arbitrary<Invocation>[]>(alone, together) : alone,
      judge: (invocation) => judgeOn(contents, invocation),
      show: ({ event }) =>
        event.length > 600 ? `${event.toString().slice(0, 600)}… (${event.length} bytes)` : event.toString(),
    };
  });
