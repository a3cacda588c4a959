/**
 * What makes a claim count, said once more for the judge: a product that is judged by its own words is never wrong.
 */
import type { Claim, Link } from '../../../shared/domain/claims';
import type { WorkspaceRow } from '../../../shared/domain/workspace';

/** A username, an idempotency key: once the workspace that it names is there. */
export const counts = (claim: Claim | undefined, named: WorkspaceRow | undefined): boolean =>
  claim !== undefined && named?.kind === 'workspace';

/** A link: once the workspace that it names was settled by its AliCloud account. */
export const linkCounts = (link: Link | undefined, named: WorkspaceRow | undefined): boolean =>
  link !== undefined &&
  named?.kind === 'workspace' &&
  named.timeline.some(
    ({ settlement }) => settlement.method !== 'billing-center' && settlement.accountId === link.accountId,
  );
