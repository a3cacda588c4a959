/**
 * Judges a run of the system by its invariants (`shared/domain/README.md`): each write that takes effect, each answer, and
 * what is left once everything had its time. It keeps its own account of the writes: the last rows alone do not show an
 * update that was lost under another. It knows nothing of how the system does it, and is the same for every simulation.
 */
import { isDeepStrictEqual } from 'node:util';
import type { OutgoingMail, Write } from '../../shared/ports';
import { createAccount, type Standing } from './laws/account';
import { type Answer, faultsOfAnswer, isRegistration, overdueIn, type Request } from './laws/answers';
import {
  faultsOfAccount,
  faultsOfAllRows,
  faultsOfIdleClaims,
  faultsOfOverdue,
  faultsOfRepeats,
  faultsOfSending,
  faultsOfUnfinished,
  type Resting,
} from './laws/rest';
import { faultsOfStep } from './laws/steps';

export type { Answer, Request, Resting };

export interface Auditor {
  /** A write took effect; `before` is the row that stood there. In the order in which they did. */
  accepted(write: Write, before: object | undefined, nowMs: number): void;
  /** A caller was told so. An answer that was lost on its way is not told. */
  answered(request: Request, answer: Answer): void;
  /** The mail was taken, and its sender did not hear of it, or died before it could write it down: it may come again. */
  unheard(mail: OutgoingMail): void;
  /** After recovery, with nothing failing any more. Makes requests of its own: nothing is as it was afterwards. */
  atRest(world: Resting): Promise<void>;
  /** Each begins with the number and the name of its invariant; none twice. */
  violations(): readonly string[];
}

/** `standing`: rows that are there before the first write is told. They are taken as they are. */
export const createAuditor = (standing?: Standing): Auditor => {
  const account = createAccount(standing);
  const found = new Set<string>();
  const told: [Request, Answer][] = [];
  const unheardMails: OutgoingMail[] = [];
  const note = (faults: readonly string[]): void => {
    for (const fault of faults) found.add(fault);
  };

  return {
    accepted(write, before, nowMs) {
      const ours = account.before(write);
      if (before === undefined ? ours !== undefined : ours === undefined) {
        note([`8 history: a row of ${write.table} came or went without a write`]);
      }
      account.apply(write);
      note(faultsOfStep(account, write, ours, nowMs));
    },

    answered(request, answer) {
      note(faultsOfAnswer(account, request, answer));
      if (isRegistration(request) && answer.status === 201) {
        const { workspace } = answer.body;
        const before = told.find(
          ([one, { status, body }]) =>
            isRegistration(one) && status === 201 && body.workspace.workspaceId === workspace.workspaceId,
        );
        if (before && !isDeepStrictEqual(before[1].body, answer.body)) {
          note([`6 once: ${workspace.workspaceId} was acknowledged in two ways`]);
        }
      }
      told.push([request, answer]);
    },

    unheard(mail) {
      unheardMails.push(mail);
    },

    async atRest(world) {
      note(faultsOfAllRows(account));
      note(faultsOfUnfinished(account));
      note(
        faultsOfOverdue(
          account,
          told.flatMap(([request, answer]) => overdueIn(request, answer) ?? []),
        ),
      );
      note(faultsOfSending(account, world.mailer.sent, unheardMails));
      for (const [request, answer] of told) note(faultsOfAnswer(account, request, answer));
      note(await faultsOfAccount(account, world));
      note(await faultsOfRepeats(account, world, told));
      note(await faultsOfIdleClaims(account, world));
    },

    violations: () => [...found],
  };
};
