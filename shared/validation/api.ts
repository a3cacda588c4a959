/**
 * The HTTP API, operation by operation: who may call it, what it accepts, what it answers and what it refuses. The document
 * at `/api/openapi.json` is made of this table and the client's types are inferred from it; nothing that is deployed imports
 * it. Tests hold it to the functions: the same methods and paths, and no answer that is not listed here.
 */
import type * as z from 'zod';
import {
  bearer,
  billingAccount,
  billPage,
  closures,
  cloudAccounts,
  consistency,
  ledgerPage,
  marketplaceAnswer,
  marketplaceRefusal,
  metering,
  oneWorkspace,
  registered,
  timeline,
  unsentMails,
  unusableUsage,
  usageOfOneDay,
  workspacePage,
} from './answers';
import { billFile, billList, ledgerList, usageOfDay } from './bill-list';
import type { RefusalCode } from './refusal-code';
import { registration, workspaceRegistration } from './registration';
import { login } from './session';
import { settlement } from './settlement';
import { workspaceList } from './workspace-list';
import { workspacePath } from './workspace-path';

export interface SuccessfulAnswer {
  /** Of JSON. */
  readonly body?: z.ZodType;
  /** Of a body that is a file. */
  readonly file?: 'application/json' | 'text/html' | 'text/csv' | '*/*';
  /** The headers that tell more than how to read the answer; each is always there. */
  readonly headers?: readonly AnswerHeader[];
}

export type AnswerHeader = 'Content-Language' | 'ETag' | 'Set-Cookie' | 'Location';
export type RequestHeader = 'Idempotency-Key' | 'If-Match' | 'If-None-Match';

export interface Operation {
  /** `owner` carries a session, by token or cookie; `operator` the operator token; the marketplace signs its calls. */
  readonly caller: 'anyone' | 'owner' | 'operator' | 'marketplace';
  readonly path?: z.ZodType;
  readonly query?: z.ZodType;
  readonly headers?: readonly RequestHeader[];
  readonly body?: z.ZodType;
  readonly answers: Readonly<Record<number, SuccessfulAnswer>>;
  readonly refusals: readonly RefusalCode[];
}

// --- refusals that come together -------------------------------------------------------------------------------------

const ofBody = ['unsupported-media-type', 'body-too-large', 'invalid-request'] as const;
const ofOwner = ['not-signed-in', 'cross-site-request'] as const;
/** Whether the instance may pay. */
const ofPayer = [
  'too-many-attempts',
  'instance-not-found',
  'cloud-account-linked-elsewhere',
  'proof-required',
  'instance-not-ready',
  'instance-closed',
  'instance-overdue',
  'settlement-change-not-allowed',
] as const;

// --- the table -------------------------------------------------------------------------------------------------------

const fileOf = <Type extends NonNullable<SuccessfulAnswer['file']>>(file: Type) =>
  ({
    caller: 'anyone',
    headers: ['If-None-Match'],
    answers: { 200: { file, headers: ['ETag'] }, 304: { headers: ['ETag'] } },
    refusals: [],
  }) as const;

export const api = {
  'POST /api/registrations': {
    caller: 'anyone',
    headers: ['Idempotency-Key'],
    body: registration,
    answers: { 201: { body: registered } },
    refusals: [...ofBody, 'idempotency-key-reused', ...ofPayer, 'username-taken', 'try-again'],
  },
  'POST /api/registrations/workspaces': {
    caller: 'owner',
    headers: ['Idempotency-Key'],
    body: workspaceRegistration,
    answers: { 201: { body: oneWorkspace } },
    refusals: [...ofOwner, ...ofBody, 'idempotency-key-reused', ...ofPayer, 'try-again'],
  },
  'PUT /api/settlements/{site}/{workspaceId}': {
    caller: 'owner',
    path: workspacePath,
    headers: ['If-Match'],
    body: settlement,
    answers: { 200: { body: oneWorkspace, headers: ['ETag'] } },
    refusals: [...ofOwner, ...ofBody, 'workspace-not-found', 'workspace-changed', ...ofPayer, 'try-again'],
  },
  'POST /api/sessions': {
    caller: 'anyone',
    body: login,
    answers: { 201: { body: bearer }, 204: { headers: ['Set-Cookie'] } },
    refusals: [...ofBody, 'too-many-attempts', 'wrong-credentials', 'try-again'],
  },
  'DELETE /api/sessions': {
    caller: 'owner',
    answers: { 204: { headers: ['Set-Cookie'] } },
    refusals: [...ofOwner, 'try-again'],
  },
  'GET /api/account': {
    caller: 'owner',
    answers: { 200: { body: billingAccount } },
    refusals: ['not-signed-in', 'try-again'],
  },
  'GET /api/workspaces': {
    caller: 'owner',
    query: workspaceList,
    answers: { 200: { body: workspacePage } },
    refusals: ['not-signed-in', 'invalid-request', 'try-again'],
  },
  'GET /api/workspaces/{site}/{workspaceId}': {
    caller: 'owner',
    path: workspacePath,
    answers: { 200: { body: oneWorkspace, headers: ['ETag'] } },
    refusals: ['not-signed-in', 'workspace-not-found', 'try-again'],
  },
  'GET /api/workspaces/{site}/{workspaceId}/settlements': {
    caller: 'owner',
    path: workspacePath,
    answers: { 200: { body: timeline } },
    refusals: ['not-signed-in', 'workspace-not-found', 'try-again'],
  },
  'GET /api/cloud-accounts': {
    caller: 'owner',
    answers: { 200: { body: cloudAccounts } },
    refusals: ['not-signed-in', 'try-again'],
  },
  'GET /api/bills': {
    caller: 'owner',
    query: billList,
    answers: { 200: { body: billPage } },
    refusals: ['not-signed-in', 'invalid-request', 'try-again'],
  },
  'GET /api/bills.csv': {
    caller: 'owner',
    query: billFile,
    answers: { 200: { file: 'text/csv', headers: ['Content-Language'] } },
    refusals: ['not-signed-in', 'invalid-request', 'try-again'],
  },
  'GET /api/ledger': {
    caller: 'owner',
    query: ledgerList,
    answers: { 200: { body: ledgerPage } },
    refusals: ['not-signed-in', 'invalid-request', 'try-again'],
  },
  'GET /api/workspaces/{site}/{workspaceId}/usage': {
    caller: 'owner',
    path: workspacePath,
    query: usageOfDay,
    answers: { 200: { body: usageOfOneDay } },
    refusals: ['not-signed-in', 'invalid-request', 'workspace-not-found', 'try-again'],
  },
  // Its refusals of a call have the marketplace's form.
  'GET /marketplace/spi': {
    caller: 'marketplace',
    answers: { 200: { body: marketplaceAnswer }, 302: { headers: ['Location'] }, 403: { body: marketplaceRefusal } },
    refusals: ['try-again'],
  },
  'GET /api/operations/consistency': {
    caller: 'operator',
    answers: { 200: { body: consistency } },
    refusals: ['not-signed-in', 'try-again'],
  },
  'GET /api/operations/closures': {
    caller: 'operator',
    answers: { 200: { body: closures } },
    refusals: ['not-signed-in', 'try-again'],
  },
  'GET /api/operations/mails': {
    caller: 'operator',
    answers: { 200: { body: unsentMails } },
    refusals: ['not-signed-in', 'try-again'],
  },
  'GET /api/operations/usage': {
    caller: 'operator',
    answers: { 200: { body: unusableUsage } },
    refusals: ['not-signed-in', 'try-again'],
  },
  'GET /api/operations/metering': {
    caller: 'operator',
    answers: { 200: { body: metering } },
    refusals: ['not-signed-in', 'try-again'],
  },
  'GET /api/openapi.json': fileOf('application/json'),
  'GET /api/docs': fileOf('text/html'),
  'GET /api/docs/{file}': { ...fileOf('*/*'), refusals: ['not-found'] },
} as const satisfies Record<`${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`, Operation>;

export type Api = typeof api;
export type OperationName = keyof Api;
