/** What the timed check has left to an operator, oldest first, each with its advice and its place in the runbook. */
import { findingFacts } from '../../shared/domain/findings';
import type { Rows } from '../../shared/ports';
import { openBook } from '../../shared/protocol/consistency/book';
import { pages } from '../../shared/protocol/pages';
import { inMoney, seen } from './check';
import type { Command, Reach, Seen } from './command';

const PAGE = 200;

export const findings: Command = {
  name: 'findings',
  usage: 'findings',
  purpose: 'lists what the consistency check has left to an operator, and its last report',
  prepare({ positionals }) {
    if (positionals.length > 0) throw new Error(`${positionals[0]}: findings takes no argument; it lists them all.`);
    return { kind: 'look', look };
  },
};

const look = async ({ store }: Reach): Promise<Seen> => {
  const rows: Rows['findings'][] = [];
  for await (const page of pages(store, 'findings', {}, PAGE)) rows.push(...page);
  const [report] = (await openBook(store)).reports();
  return {
    findings: rows
      .sort((one, other) => one.sinceMs - other.sinceMs)
      .map(({ kind, subject, sinceMs, differences }) => ({
        kind,
        subject,
        sinceMs,
        ...(differences && { differences: inMoney(differences) }),
        advice: findingFacts[kind].advice.en,
        runbook: `local/operations/RUNBOOK.md, "Finding: ${kind}"`,
      })),
    lastReport: report ? seen(report) : 'There is none: the check has never come to its end.',
  };
};
