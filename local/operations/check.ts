/**
 * The timed check, now: the deployed function is started as its timer starts it, and its report awaited. Dry it only looks;
 * carried out it repairs too, as far as its limit allows. An operator who has looked first may give this one run another limit.
 */
import type { Report, Tally } from '../../shared/domain/consistency';
import { total } from '../../shared/domain/consistency';
import type { Differences } from '../../shared/domain/fees/differences';
import { amountText } from '../../shared/domain/fees/money';
import type { FindingKind } from '../../shared/domain/findings';
import { rfc3339 } from '../../shared/domain/views';
import { Unavailable } from '../../shared/ports';
import { openBook } from '../../shared/protocol/consistency/book';
import type { Command, Reach, Seen } from './command';

export const check: Command = {
  name: 'check',
  usage: 'check [--repair-limit <n>]',
  purpose: 'fires the consistency check and waits for its report; without --do it only looks',
  options: { 'repair-limit': { type: 'string' } },
  prepare({ positionals, text }) {
    if (positionals.length > 0)
      throw new Error(`${positionals[0]}: the check takes no argument; it looks at everything.`);
    const limit = text('repair-limit');
    if (limit !== undefined && !/^\d{1,6}$/.test(limit)) {
      throw new Error(`${limit} is no limit: say how many repairs this run may make, 0 to 999999.`);
    }
    return {
      kind: 'act',
      given: limit === undefined ? {} : { repairLimit: limit },
      async plan(reach) {
        return {
          kind: 'action',
          would: `Fire the consistency check and let it repair${limit === undefined ? '' : ` up to ${limit} times`}.`,
          because: [],
          async carryOut() {
            const wanted = { dryRun: false, ...(limit !== undefined && { repairLimit: Number(limit) }) };
            return { outcome: 'done', detail: sentence(await reportOf(reach, wanted)) };
          },
        };
      },
      rehearse: async (reach) => seen(await reportOf(reach, { dryRun: true })),
    };
  },
};

/** Our decision: how long a person waits at a terminal. A large store's check goes on by itself. */
const PATIENCE_MS = 10 * 60_000;
const LOOK_MS = 1_000;

/** The next report that the books show. A check that somebody else has under way reports first. */
const reportOf = async ({ store, invoker, clock }: Reach, wanted: object): Promise<Report> => {
  const newest = async () => (await openBook(store)).reports()[0];
  const before = await newest();
  const beganAtMs = clock.nowMs();
  await invoker.invoke('check-consistency', {
    triggerTime: rfc3339(beganAtMs),
    triggerName: 'operator',
    payload: JSON.stringify(wanted),
  });
  while (clock.nowMs() - beganAtMs < PATIENCE_MS) {
    await clock.sleep(LOOK_MS);
    const report = await newest();
    if (report && report.endedAtMs !== before?.endedAtMs) return report;
  }
  throw new Unavailable('The check goes on, or has failed: see the log of check-consistency, then `findings`.');
};

const sentence = (report: Report): string => {
  const { found, repaired, left } = total(report.findings);
  const stopped = report.stopped ? ', where it stopped at its limit' : '';
  return `${report.dryRun ? 'Looked' : 'Checked'} at ${report.checked}: ${found} found, ${repaired} repaired${stopped}, ${left} left.`;
};

/** What `findings` shows of a report too. */
export const seen = (report: Report): Seen => ({
  startedAtMs: report.startedAtMs,
  endedAtMs: report.endedAtMs,
  dryRun: report.dryRun,
  checked: report.checked,
  ...(report.stopped && { stopped: report.stopped }),
  findings: (Object.entries(report.findings) as [FindingKind, Tally][]).map(([kind, { differences, ...tally }]) => ({
    kind,
    ...tally,
    ...(differences && { differences: inMoney(differences) }),
  })),
});

/** As decimal text, by currency. */
export const inMoney = (differences: Differences): Seen =>
  Object.fromEntries(Object.entries(differences).map(([currency, amount]) => [currency, amountText(amount)]));
