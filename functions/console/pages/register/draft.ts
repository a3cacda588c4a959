/**
 * What was entered so far, through a reload of the tab: all but the password, which is never stored. It is the body of
 * `POST /api/registrations`, but for the agreement of the last step: the body's `agreementAccepted` stands for both.
 */
import * as z from 'zod';
import { type Registration, registration } from '../../../../shared/validation/registration';
import { keptInTab } from '../kept-in-tab';
import { type Arrival, proofFor } from './arrival';

/** Every field may still be empty, or hold anything. */
export interface Draft {
  readonly site?: string;
  readonly username?: string;
  readonly password?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly company?: string;
  readonly agreementAccepted?: boolean;
  readonly workspace?: { readonly name?: string; readonly language?: string };
  readonly settlement?: { readonly method?: string; readonly accountId?: string; readonly instanceId?: string };
  readonly activation?: { readonly agreementAccepted?: boolean };
}

/** The body to send, its texts as they will be kept; a ZodError where something is missing yet. */
export const bodyOf = (draft: Draft, arrival: Arrival | undefined): z.ZodSafeParseResult<Registration> => {
  const { settlement = {} } = draft;
  return registration.safeParse({ ...draft, settlement: { ...settlement, ...proofFor(settlement, arrival) } });
};

const kept = keptInTab('registration');
const restored = z.record(z.string(), z.unknown());

export const draft = {
  read: (): Draft | undefined => restored.safeParse(kept.read()).data,
  write: ({ password: _, ...rest }: Draft) => kept.write(rest),
  forget: kept.forget,
};
