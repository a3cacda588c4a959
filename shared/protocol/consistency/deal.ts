/**
 * What becomes of the findings of a page: repaired, as far as the run may, or left to an operator. Repairs are counted before
 * they are made, so a check that dies and goes on makes fewer than it may, never more.
 */
import { type Run, tallied } from '../../domain/consistency';
import { StaleWrite } from '../../ports';
import type { Book } from './book';
import { leave } from './findings';
import type { Finding, Tools } from './pass';

export const deal = async (
  tools: Tools,
  book: Book,
  repairLimit: number,
  begin: Run,
  found: readonly Finding[],
): Promise<Run> => {
  const findings = distinct(found);
  const repairable = begin.dryRun ? [] : findings.filter(({ repair }) => repair);
  const taken = new Set(repairable.slice(0, Math.max(0, repairLimit - begin.repairs)));
  let run: Run = taken.size < repairable.length ? { ...begin, stopped: 'repair-limit' } : begin;
  if (taken.size > 0) run = await book.keep({ ...run, repairs: run.repairs + taken.size });

  const left: Omit<Finding, 'repair'>[] = findings.filter((finding) => !taken.has(finding));
  for (const finding of taken) {
    const outcome = await repaired(tools, finding);
    if (outcome === 'repaired') run = { ...run, findings: tallied(run.findings, finding, 'repaired') };
    else if (outcome !== 'moved') left.push({ ...finding, kind: outcome });
  }
  if (tools.marketplace.isUnreachable() && !run.unreachable) {
    left.push({ kind: 'marketplace-unreachable', subject: 'marketplace' });
  }
  // What was found at the marketplace before, and could not be looked at now, stands.
  if (left.some(({ kind }) => kind === 'marketplace-unreachable')) run = { ...run, unreachable: true };
  await leave(tools.store, run, distinct(left), tools.nowMs);
  return run;
};

const distinct = <Named extends Pick<Finding, 'kind' | 'subject'>>(findings: readonly Named[]): Named[] => [
  ...new Map(findings.map((finding) => [`${finding.kind} ${finding.subject}`, finding])).values(),
];

/** `moved`: somebody else was at it meanwhile; if it is still wrong, the next run finds it. */
const repaired = async (
  tools: Tools,
  { kind, subject, repair }: Finding,
): Promise<Finding['kind'] | 'repaired' | 'moved'> => {
  try {
    const outcome = (await repair?.()) ?? kind;
    if (outcome === 'repaired') tools.note(kind, subject);
    return outcome;
  } catch (fault) {
    if (fault instanceof StaleWrite) return 'moved';
    if (!tools.marketplace.threw(fault)) throw fault;
    tools.warn('A repair waits for the marketplace.', fault);
    return kind;
  }
};
