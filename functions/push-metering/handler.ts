/**
 * Tells the marketplace what its instances used, so that AliCloud bills it: window by window, in time, and each once. Called
 * by its timer, every five minutes, or invoked sooner; whatever it did not do, or died at, the next run does.
 *
 * It first sends what waits, for that has the least time left, then plans the windows that have ended, and sends those. The
 * amount that is due becomes the metering item `Unit`, of which one is 0.01 CNY (our decision); the item, and the rule of
 * metering that the product may ask for, are settings. Where an outcome is unknown it is never sent again: an operator
 * resolves it by the marketplace's bill (`npm run ops -- resolve-window`). What could not be told in time is lost for good
 * (marketplace documentation, PushMeteringData), and leaves a line with its owner and amount.
 *
 * `GET /api/operations/metering` tells operators which windows wait, how many minutes they have left, which outcomes are
 * unknown, and what was lost. Refuses whoever does not carry their token.
 */
import type { MeteringWindow } from '../../shared/domain/fees/metering';
import { isEndangered } from '../../shared/domain/fees/metering-states';
import { amountText } from '../../shared/domain/fees/money';
import { rfc3339 } from '../../shared/domain/views';
import type { Clock, Marketplace, Store, Touches } from '../../shared/ports';
import { forgetLosses, listWindows } from '../../shared/protocol/fees/metering-list';
import type { MeteringNews } from '../../shared/protocol/fees/metering-window';
import { type PlanRules, planMetering, type Run } from '../../shared/protocol/fees/plan-metering';
import { type SendRules, type Sent, sendMetering } from '../../shared/protocol/fees/send-metering';
import { type Reply, reply } from '../../shared/triggers/http';
import { faultFields, type Log } from '../../shared/triggers/log';
import { type OperatorTokens, operatorRoute } from '../../shared/triggers/operator';
import type { Call, Doors } from '../../shared/triggers/serve';
import type { MeteringView, MeteringWindowView } from '../../shared/validation/answers';
import { invocation } from './schema';

export const touches = {
  store: {
    instances: ['scan', 'getMany'],
    links: ['get'],
    meters: ['get', 'getMany', 'write', 'writeMany'],
    meteringWindows: ['get', 'getMany', 'write', 'writeMany'],
    todos: ['scan', 'write', 'remove'],
    meteredWorkspaces: ['scan', 'write'],
    workspaces: ['get', 'getMany'],
    usageDays: ['get', 'getMany', 'write'],
    // A settlement that is met half-way is completed: what it then writes.
    feeHeads: ['getMany', 'write'],
    ledgerHeads: ['get', 'write'],
    ledgerEntries: ['get', 'write'],
    ledgerEntryIds: ['get', 'write'],
    bills: ['write'],
    adjustmentsDue: ['remove'],
    usageTodos: ['remove'],
    mails: ['write'],
  },
  marketplace: ['pushMetering'],
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
  readonly marketplace: Pick<Marketplace, 'pushMetering'>;
  readonly clock: Clock;
}

export interface Rules extends PlanRules, SendRules {
  /** How long one run begins new work, in milliseconds: well below what the function may last. */
  readonly budgetMs: number;
  readonly operatorTokens: OperatorTokens;
}

export const doors = (ports: Ports, rules: Rules): Doors => ({
  routes: [operatorRoute('/api/operations/metering', rules.operatorTokens, ({ nowMs }) => tell(ports.store, nowMs))],
  onInvocation(payload, call) {
    invocation.parse(payload);
    return run(ports, rules, call);
  },
  onTimer: (_payload, call) => run(ports, rules, call),
});

interface Outcome {
  readonly planned: number;
  readonly requests: number;
  readonly accepted: number;
  readonly refused: number;
  readonly missed: number;
}

const run = async (ports: Ports, rules: Rules, call: Call): Promise<Outcome> => {
  const { store, clock } = ports;
  const endMs = clock.nowMs() + rules.budgetMs;
  const isTimeUp = () => clock.nowMs() >= endMs;
  const round: Run = { nowMs: call.nowMs, news: newsTo(call.log), isTimeUp };

  const before = await sendMetering(ports, rules, round);
  const { planned, faults } = await planMetering(store, rules, round);
  // Nothing was planned, or nothing more is to be sent: what stands, stands.
  const after = planned > 0 && !before.stopped ? await sendMetering(ports, rules, round) : undefined;
  await forgetLosses(store, call.nowMs);

  const count = (kind: 'requests' | 'accepted' | 'refused' | 'missed') => before[kind] + (after?.[kind] ?? 0);
  const outcome: Outcome = {
    planned,
    requests: count('requests'),
    accepted: count('accepted'),
    refused: count('refused'),
    missed: count('missed'),
  };
  call.log('info', { metric: 'metering', ...outcome, ...standing((after ?? before).open, clock.nowMs()) });
  const failed = [...before.faults, ...faults, ...(after?.faults ?? [])];
  if (failed.length > 0) throw failed[0];
  return outcome;
};

/** What the alarms look at: what waits, what is about to be lost, what an operator has to resolve. */
const standing = (open: Sent['open'], nowMs: number) => ({
  waiting: open.filter(({ state }) => state !== 'unknown').length,
  endangered: open.filter((window) => isEndangered(window, nowMs)).length,
  unknown: open.filter(({ state }) => state === 'unknown').length,
});

const newsTo = (log: Log): MeteringNews => ({
  lost({ instanceId, windowStartMs, windowEndMs, units, amount, owner, state, code }) {
    log('error', {
      metric: 'loss',
      instanceId,
      windowStart: rfc3339(windowStartMs),
      windowEnd: rfc3339(windowEndMs),
      units,
      amount: amountText(amount),
      owner,
      state,
      code,
    });
  },
  requested(entries, outcome) {
    log(outcome.kind === 'accepted' ? 'info' : 'warn', {
      metric: 'push',
      entries,
      outcome: outcome.kind,
      ...('code' in outcome && { code: outcome.code }),
      ...('why' in outcome && { code: outcome.why }),
    });
  },
  failed(instanceId, fault) {
    log('error', { instanceId, ...faultFields(fault) });
  },
});

const tell = async (store: Store, nowMs: number): Promise<Reply> => {
  const { open, lost, counts } = await listWindows(store);
  const view: MeteringView = { windows: [...open, ...lost].map((window) => shown(window, nowMs)), counts };
  return reply(200, view);
};

const shown = (window: MeteringWindow, nowMs: number): MeteringWindowView => ({
  instanceId: window.instanceId,
  windowStart: rfc3339(window.windowStartMs),
  windowEnd: rfc3339(window.windowEndMs),
  deadline: rfc3339(window.deadlineMs),
  minutesLeft: Math.max(0, Math.floor((window.deadlineMs - nowMs) / 60_000)),
  state: window.state,
  units: window.units,
  amount: amountText(window.amount),
  attempts: window.attempts,
  ...(window.productCode !== undefined && { productCode: window.productCode }),
  ...(window.owner !== undefined && { owner: window.owner }),
  ...(window.code !== undefined && { code: window.code }),
  ...(window.sentAtMs !== undefined && { sentAt: rfc3339(window.sentAtMs) }),
  ...(window.endedAtMs !== undefined && { endedAt: rfc3339(window.endedAtMs) }),
});
