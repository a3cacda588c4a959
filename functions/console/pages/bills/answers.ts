/** What the API answers of fees, by its parts: nothing of it is changed here. */

import type { OperationName } from '../../../../shared/validation/api';
import type { Answered } from '../api-client';

type BodyOf<Name extends OperationName> = Extract<Answered<Name>, { ok: true }>['body'];

export type Bill = BodyOf<'GET /api/bills'>['bills'][number];
export type BillRow = Bill['rows'][number];
export type LedgerPage = BodyOf<'GET /api/ledger'>;
export type LedgerEntry = LedgerPage['entries'][number];
export type UsageOfDay = BodyOf<'GET /api/workspaces/{site}/{workspaceId}/usage'>;
export type UsageHour = UsageOfDay['hours'][number];
