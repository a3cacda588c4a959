/** An operator at a world in memory: the command line as it is typed, read by the real parser. */

import type { Plan, Reach } from '../../../local/operations/command';
import { parse } from '../../../local/operations/commands';
import { type Answer, operate } from '../../../local/operations/operate';
import type { Operation } from '../../../shared/domain/operation';
import { jsonLines } from '../../../shared/triggers/log';
import type { World } from '../../fakes/world';
import { wordsOf } from './words';

export type Given = Pick<World, 'store' | 'marketplace' | 'invoker' | 'clock' | 'random' | 'lines'>;

export const reachOf = (world: Given, more: Partial<Reach> = {}): Reach => ({
  store: world.store,
  marketplace: world.marketplace,
  invoker: world.invoker,
  clock: world.clock,
  random: world.random,
  log: jsonLines(
    'ops',
    'none',
    () => world.clock.nowMs(),
    (line) => world.lines.push(line),
  ),
  productCodes: undefined,
  policies: {},
  ...more,
});

export const SIGNED = '--do --by Ada --why "ticket 7: asked for"';

/** What stands behind `npm run ops --`. */
export const type = async (world: Given, line: string, more: Partial<Reach> = {}): Promise<Answer> => {
  const parsed = parse(wordsOf(line));
  if ('help' in parsed) throw new Error('That was a call for help.');
  return operate(reachOf(world, more), parsed.command, parsed.prepared, parsed.signature);
};

export const plan = async (world: Given, line: string, more: Partial<Reach> = {}): Promise<Plan> => {
  const answer = await type(world, line, more);
  if (answer.kind !== 'planned') throw new Error(`It was no plan: ${JSON.stringify(answer)}`);
  return answer.plan;
};

/** In one word, and a sentence. */
export const outcome = async (world: Given, line: string, more: Partial<Reach> = {}): Promise<[string, string]> => {
  const answer = await type(world, `${line} ${SIGNED}`, more);
  if (answer.kind === 'planned' && answer.plan.kind !== 'action') return [answer.plan.kind, answer.plan.why];
  if (answer.kind !== 'ended') throw new Error(`It has not ended: ${JSON.stringify(answer)}`);
  return [answer.operation.outcome ?? 'begun', answer.operation.detail ?? ''];
};

export const recorded = async ({ store }: Given): Promise<readonly Operation[]> =>
  (await store.scan('operations', {}, { limit: 100 })).rows;
