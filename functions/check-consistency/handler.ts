/**
 * The timed check, each hour: compares what is in the store with itself and with the marketplace, repairs what one row proves
 * of another, and lists the rest for an operator. `GET /api/operations/consistency` tells what it found.
 *
 * It works page by page and writes down after each how far it is, so it needs no more memory for many rows than for few, stops
 * before its time is over and starts itself again, and a run that died is gone on with by the next timer. Two at once do no
 * harm: every repair is made on what was read, and whoever comes second stops. It makes so many repairs a run and no more:
 * where that much is wrong something else is, and a person should look first.
 *
 * Refuses whoever does not carry the operator token.
 */
import {
  advanced,
  begun,
  held,
  type Report,
  type Run,
  released,
  reportOf,
  tallied,
  total,
  unfinished,
} from '../../shared/domain/consistency';
import type { Differences } from '../../shared/domain/fees/differences';
import { amountText } from '../../shared/domain/fees/money';
import { findingFacts } from '../../shared/domain/findings';
import { rfc3339 } from '../../shared/domain/views';
import {
  type Clock,
  type Invoker,
  type Marketplace,
  type Random,
  StaleWrite,
  type Store,
  type Touches,
} from '../../shared/ports';
import { bindings } from '../../shared/protocol/consistency/bindings';
import { type Book, openBook } from '../../shared/protocol/consistency/book';
import { charges } from '../../shared/protocol/consistency/charges';
import { deal } from '../../shared/protocol/consistency/deal';
import { sweep } from '../../shared/protocol/consistency/findings';
import { instances } from '../../shared/protocol/consistency/instances';
import { ledgerEntries, ledgerHeads } from '../../shared/protocol/consistency/ledgers';
import { mails } from '../../shared/protocol/consistency/mails';
import { meters } from '../../shared/protocol/consistency/meters';
import { noticeLists } from '../../shared/protocol/consistency/notice-lists';
import { notices } from '../../shared/protocol/consistency/notices';
import type { Pass, Tools } from '../../shared/protocol/consistency/pass';
import { workspaces } from '../../shared/protocol/consistency/workspaces';
import { gentle } from '../../shared/protocol/gentle';
import { failedNotifications } from '../../shared/triggers/failed-notifications';
import { type Reply, reply } from '../../shared/triggers/http';
import { faultFields } from '../../shared/triggers/log';
import { type OperatorTokens, operatorRoute } from '../../shared/triggers/operator';
import type { HttpRequest } from '../../shared/triggers/request';
import type { Call, Doors } from '../../shared/triggers/serve';
import { sooner } from '../../shared/triggers/sooner';
import type { ConsistencyView } from '../../shared/validation/answers';
import { continuation, timerPayload } from './schema';

export const touches = {
  store: {
    workspaces: ['get', 'getMany', 'scan', 'write'],
    instances: ['get', 'getMany', 'scan', 'write', 'writeMany'],
    instancesByAccount: ['getMany', 'write', 'writeMany'],
    usernames: ['getMany'],
    links: ['get', 'getMany', 'write'],
    bindings: ['getMany', 'scan', 'write', 'remove'],
    workspacesByOwner: ['getMany', 'scan', 'write'],
    mails: ['get', 'getMany', 'scan', 'writeMany'],
    noticeLists: ['scan', 'remove', 'writeMany'],
    todos: ['getMany', 'write', 'writeMany'],
    feeHeads: ['get', 'getMany'],
    usageDays: ['getMany', 'scan'],
    usageTodos: ['getMany', 'write'],
    adjustmentsDue: ['scan', 'write'],
    bills: ['getMany', 'scan'],
    ledgerHeads: ['get', 'scan'],
    ledgerEntries: ['getMany', 'scan', 'write'],
    ledgerEntryIds: ['getMany', 'write'],
    meters: ['get', 'scan'],
    meteringWindows: ['getMany', 'scan', 'write'],
    checks: ['get', 'write'],
    findings: ['getMany', 'scan', 'writeMany'],
  },
  marketplace: ['instance', 'failedNotifications', 'confirmNotification'],
  invoker: ['close-subscription', 'deliver-mail', 'check-consistency'],
} as const satisfies Touches;

export interface Ports {
  readonly store: Store;
  readonly marketplace: Marketplace;
  readonly invoker: Invoker;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Rules {
  readonly operatorTokens: OperatorTokens;
  /** Undefined: every product of the seller. */
  readonly productCodes: readonly string[] | undefined;
  /** Repairs of one run. */
  readonly repairLimit: number;
  /** How long one invocation begins new pages, in milliseconds: well below what the function may last. */
  readonly budgetMs: number;
}

export const doors = (ports: Ports, rules: Rules): Doors => ({
  routes: [operatorRoute('/api/operations/consistency', rules.operatorTokens, (request) => tell(ports.store, request))],
  onTimer(payload, call) {
    const wanted = timerPayload.parse(payload);
    return check(ports, rules, call, (run) => unfinished(run, wanted) ?? begun(ports.random.id(), wanted, call.nowMs));
  },
  onInvocation(payload, call) {
    const { runId } = continuation.parse(payload);
    return check(ports, rules, call, (run) => (run?.runId === runId ? run : undefined));
  },
});

type Outcome =
  | { readonly outcome: 'done'; readonly report: ReportView }
  /** It goes on by itself; or another one is at it; or there is nothing to go on with. */
  | { readonly outcome: 'continued' | 'under-way' | 'nothing' };

const check = async (
  ports: Ports,
  rules: Rules,
  call: Call,
  choose: (run: Run | undefined) => Run | undefined,
): Promise<Outcome> => {
  const { store, clock } = ports;
  const book = await openBook(store);
  const present = book.run();
  const run = choose(present);
  if (!run) return { outcome: 'nothing' };
  if (present && present.heldUntilMs > clock.nowMs()) return { outcome: 'under-way' };
  try {
    return await work(ports, rules, call, book, await book.keep(held(run, clock.nowMs())));
  } catch (fault) {
    if (fault instanceof StaleWrite) return { outcome: 'under-way' };
    await letGo(book);
    throw fault;
  }
};

/** The platform tries again soon: it should not find the run held by who gave it up. */
const letGo = async (book: Book): Promise<void> => {
  const run = book.run();
  try {
    if (run) await book.keep(released(run));
  } catch {
    // Then it waits until it counts as dead.
  }
};

/** In this order: what a pass proves may rest on what an earlier one has repaired. */
const passesOf = ({ invoker }: Ports, rules: Rules, { log }: Call): readonly Pass[] => [
  failedNotifications(rules, invoker, log),
  instances,
  workspaces,
  notices,
  bindings,
  mails,
  noticeLists,
  ledgerEntries,
  ledgerHeads,
  charges,
  meters,
];

const work = async (ports: Ports, rules: Rules, call: Call, book: Book, begin: Run): Promise<Outcome> => {
  const { store, clock, invoker } = ports;
  const endMs = clock.nowMs() + rules.budgetMs;
  const passes = passesOf(ports, rules, call);
  const tools = toolsOf(ports, call, begin);
  let run = begin;
  for (let pass = passes[run.pass]; pass; pass = passes[run.pass]) {
    const { checked, findings, next } = await pass(tools(), run.cursor);
    run = await deal(tools(), book, run.repairLimit ?? rules.repairLimit, run, findings);
    run = await book.keep(held(advanced(run, checked, next), clock.nowMs()));
    // Looked at after a page, so that each invocation gets on.
    if (clock.nowMs() >= endMs) {
      await book.keep(released(run));
      await sooner(invoker, call.log, 'check-consistency', { runId: run.runId });
      return { outcome: 'continued' };
    }
  }
  for (const one of await sweep(store, run)) run = { ...run, findings: tallied(run.findings, one, 'left') };
  const report = reportOf(run, clock.nowMs());
  // First: said twice where the end is not known to be written, it does no harm; never said, nobody is woken.
  announce(call, report);
  await book.close(report);
  return { outcome: 'done', report: viewOf(report) };
};

/** For one page: time goes on, and what is old enough to be looked at is judged by it. */
const toolsOf = ({ store, clock, random, invoker, marketplace }: Ports, { log }: Call, begin: Run): (() => Tools) => {
  const asked = gentle(marketplace, clock, begin.unreachable);
  return () => ({
    store,
    marketplace: asked,
    random,
    nowMs: clock.nowMs(),
    sooner: (...invocation) => sooner(invoker, log, ...invocation),
    warn: (warning, fault) => log('warn', { warning, ...faultFields(fault) }),
    note: (repaired, subject) => log('info', { repaired, subject }),
  });
};

/** The line that an alarm watches: `left` above nought is for an operator, `stopped` at once. */
const announce = ({ log }: Call, { findings, stopped, dryRun, checked }: Report): void => {
  const sums = total(findings);
  const level = stopped ? 'error' : sums.left > 0 ? 'warn' : 'info';
  log(level, { metric: 'consistency', ...sums, stopped: stopped !== undefined, dryRun, checked });
};

type ReportView = ConsistencyView['reports'][number];

const viewOf = ({ startedAtMs, endedAtMs, findings, ...report }: Report): ReportView => ({
  startedAt: rfc3339(startedAtMs),
  endedAt: rfc3339(endedAtMs),
  ...report,
  findings: Object.fromEntries(
    Object.entries(findings).map(([kind, { differences, ...tally }]) => [kind, { ...tally, ...inMoney(differences) }]),
  ),
});

/** As decimal text, by currency; nothing where it is about no money. */
const inMoney = (differences: Differences | undefined) =>
  differences && {
    differences: Object.fromEntries(
      Object.entries(differences).map(([currency, amount]) => [currency, amountText(amount)]),
    ),
  };

/** Our decision: whoever has more findings than this has one problem, and not so many. */
const MOST_FINDINGS = 500;

const tell = async (store: Store, { language }: HttpRequest): Promise<Reply> => {
  const [book, { rows }] = await Promise.all([openBook(store), store.scan('findings', {}, { limit: MOST_FINDINGS })]);
  return reply(200, {
    reports: book.reports().map(viewOf),
    findings: rows
      .toSorted((one, other) => one.sinceMs - other.sinceMs)
      .map(({ kind, subject, sinceMs, differences }) => ({
        kind,
        subject,
        since: rfc3339(sinceMs),
        ...inMoney(differences),
        advice: findingFacts[kind].advice[language],
      })),
  } satisfies ConsistencyView);
};
