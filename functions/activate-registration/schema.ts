/** What the two doors of registration accept. */
import * as z from 'zod';
import { idempotencyKey } from '../../shared/validation/idempotency-key';

export {
  type Registration,
  registration,
  type WorkspaceRegistration,
  workspaceRegistration,
} from '../../shared/validation/registration';

/** As an object, so that a fault of the header is told at the header's name. */
export const idempotencyHeader = z.object({ 'idempotency-key': idempotencyKey });
