/** Rows for tests of the store: whole, valid, and new wherever a key is asked for. */
import { randomBytes } from 'node:crypto';
import type { BillDraft, Charged } from '../../shared/domain/fees/bill';
import type { LedgerEntry } from '../../shared/domain/fees/ledger';
import type { MeteringWindow } from '../../shared/domain/fees/metering';
import type { TimelineEntry, VoidWorkspace, Workspace } from '../../shared/domain/workspace';
import type { Rows, Table } from '../../shared/ports';
import { accountId } from '../../shared/validation/account-id';
import { email } from '../../shared/validation/email';
import { settlement } from '../../shared/validation/settlement';
import { username } from '../../shared/validation/username';
import { workspaceId, workspaceName } from '../../shared/validation/workspace';

const NOW_MS = Date.UTC(2026, 0, 1);

/** 32 hexadecimal digits that no other test has. */
export const fresh = (): string => randomBytes(16).toString('hex');

export const freshWorkspaceId = () => workspaceId.parse(`wksp_${fresh()}`);

const freshAccountId = () => accountId.parse(BigInt(`0x${fresh()}`).toString().slice(0, 16));

export const timelineEntry = (changeId: string, fromMs = NOW_MS): TimelineEntry => ({
  settlement: settlement.parse({ method: 'alicloud', accountId: '1234567890123456', instanceId: '33884913' }),
  fromMs,
  cause: 'registration',
  by: 'owner',
  changeId,
});

export const workspaceRow = (given: Partial<Workspace> = {}): Workspace => ({
  kind: 'workspace',
  workspaceId: freshWorkspaceId(),
  version: 1,
  site: 'cn1',
  name: workspaceName.parse('Acme production'),
  language: 'zh',
  owner: 'owner-1',
  username: username.parse('acme'),
  createdAtMs: NOW_MS,
  timeline: [timelineEntry('change-1')],
  ...given,
});

export const voidRow = (given: Partial<VoidWorkspace> = {}): VoidWorkspace => ({
  kind: 'void',
  workspaceId: freshWorkspaceId(),
  version: 1,
  ...given,
});

export const sessionRow = (given: Partial<Rows['sessions']> = {}): Rows['sessions'] => ({
  sessionId: fresh(),
  owner: 'owner-1',
  username: username.parse('acme'),
  expiresAtMs: NOW_MS,
  ...given,
});

const claim = () => ({
  workspaceId: freshWorkspaceId(),
  owner: 'owner-1',
  claimId: 'claim-1',
  changeId: 'change-1',
  claimedAtMs: NOW_MS,
});

export const linkRow = (given: Partial<Rows['links']> = {}): Rows['links'] => ({
  ...claim(),
  accountId: freshAccountId(),
  ...given,
});

const DAY = '2026-01-01';

const payer = { method: 'alicloud', accountId: '1234567890123456', instanceId: '33884913' } as const;

const charged: Charged = {
  chargedBy: 1,
  payers: [{ payer, currency: 'CNY', rows: [{ item: 'hosts', quantity: '1', amount: 20_000 }], amount: 20_000 }],
};

const noDeductions = { vouchers: 0, prepaid: 0, cash: 0, arrears: 0, alicloud: 0 };

const billDraft = (): BillDraft => ({
  billId: `${DAY}-${fresh()}-1`,
  owner: fresh(),
  day: DAY,
  site: 'cn1',
  workspaceId: freshWorkspaceId(),
  payer: { method: 'billing-center' },
  currency: 'CNY',
  rows: [
    { item: 'logs', retention: 7, quantity: '1000000', unit: 1_000_000, unitPrice: 12_000, amount: 12_000 },
    { item: 'hosts', quantity: '-1', unit: 1, unitPrice: 20_000, amount: -20_000, adjusts: '2025-12-31' },
  ],
  amount: 12_000,
  billedAtMs: NOW_MS,
});

const ledgerEntry = (): LedgerEntry => ({
  ledgerId: fresh(),
  sequence: 1,
  entryId: 'b',
  atMs: 1,
  cause: { kind: 'bill', billId: 'b', day: DAY, workspaceId: 'w' },
  amount: 12_000,
  deductions: { ...noDeductions, arrears: 12_000 },
  balances: { vouchers: 0, prepaid: 0, cash: 0, arrears: 12_000 },
  billed: 12_000,
  arrearsIncurred: 12_000,
  arrearsRepaid: 0,
});

const meteringWindow = (): MeteringWindow => ({
  instanceId: fresh(),
  windowStartMs: NOW_MS,
  windowEndMs: NOW_MS + 3_600_000,
  deadlineMs: NOW_MS + 7_140_000,
  version: 1,
  units: 120,
  amount: 12_000,
  state: 'pending',
  attempts: 0,
});

/** Rows of the fees' tables. */
const sampleFeeRows = {
  usageDays: () => {
    const row = { day: DAY, version: 1, site: 'cn1', hours: [] } as const;
    const hour = { item: 'logs', retention: 7, hourMs: NOW_MS, quantity: '1.000001', atMs: 1, eventId: 'e' } as const;
    return [
      { ...row, workspaceId: freshWorkspaceId() },
      { ...row, workspaceId: freshWorkspaceId(), hours: [hour], sealedAtMs: 2, charged },
    ];
  },
  usageTodos: () => [{ shard: `${DAY}/${fresh()}`, workspaceId: freshWorkspaceId(), sinceMs: 1 }],
  adjustmentsDue: () => [{ workspaceId: freshWorkspaceId(), day: DAY, version: 2, sinceMs: 1 }],
  meteredWorkspaces: () => [{ instanceDay: `${fresh()}/${DAY}`, workspaceId: freshWorkspaceId() }],
  unusableUsage: () => [{ subject: fresh(), reason: 'malformed', atMs: 1, element: '{"件": "\u2028"}', seen: 2 }],
  feeHeads: () => {
    const days = [
      { day: DAY, charged, due: [] },
      { day: '2025-12-31', charged, due: [3] },
    ];
    const pending = { number: 2, day: DAY, bills: [billDraft()], days };
    return [
      { workspaceId: freshWorkspaceId(), version: 1, count: 1, billCount: 1 },
      { workspaceId: freshWorkspaceId(), version: 2, count: 2, billCount: 3, pending },
    ];
  },
  bills: () => [
    { ...billDraft(), deductions: { ...noDeductions, arrears: 12_000 }, arrearsIncurred: 12_000 },
    { ...billDraft(), payer, deductions: { ...noDeductions, alicloud: 12_000 } },
  ],
  ledgerHeads: () => {
    const last = ledgerEntry();
    return [{ ledgerId: last.ledgerId, version: 1, sequence: 1, last }];
  },
  ledgerEntries: () => [
    ledgerEntry(),
    { ...ledgerEntry(), cause: { kind: 'credit', credit: 'cash', by: 'Ada', why: 'ticket 1' }, amount: -12_000 },
  ],
  ledgerEntryIds: () => [{ ledgerId: fresh(), entryId: 'b', sequence: 1 }],
  meters: () => [
    { instanceId: fresh(), version: 1, plannedToMs: NOW_MS, units: 0 },
    {
      instanceId: fresh(),
      version: 2,
      plannedToMs: NOW_MS,
      units: 120,
      last: meteringWindow(),
      pushedAtMs: 3,
      settledDay: DAY,
    },
  ],
  meteringWindows: () => [
    meteringWindow(),
    {
      ...meteringWindow(),
      productCode: 'cmgj000001',
      state: 'refused',
      code: 'Invalid.Parameter',
      nextAttemptAtMs: 1,
      sentAtMs: 2,
      endedAtMs: 3,
      owner: 'owner-1',
    },
  ],
} as const satisfies { readonly [T in Table]?: () => readonly Rows[T][] };

/** Rows of each table: each variant, and with each optional member there and not there. */
export const sampleRows: { readonly [T in Table]: () => readonly Rows[T][] } = {
  workspaces: () => [workspaceRow(), voidRow()],
  instances: () => [
    { instanceId: fresh(), version: 1, status: 'closing' },
    {
      instanceId: fresh(),
      version: 2,
      status: 'closed',
      accountId: '1234567890123456',
      orderId: '210498736260123',
      productCode: 'cmgj000001',
      skuId: 'cmgj000001-prepay',
      openedAtMs: 1,
      overdueAtMs: 2,
      releasedAtMs: 3,
      closedAtMs: 4,
      expiresAtMs: 5,
    },
  ],
  bindings: () => [{ instanceId: fresh(), workspaceId: freshWorkspaceId() }],
  usernames: () => {
    const row = { ...claim(), passwordHash: 'hash', email: email.parse('ops@acme.example') };
    const [one, other] = [username.parse(`u-${fresh()}`), username.parse(`u-${fresh()}`)];
    return [
      { ...row, username: one },
      { ...row, username: other, phone: '13800138000', company: '阿克米' },
    ] as const;
  },
  links: () => [linkRow()],
  idempotencyKeys: () => [{ ...claim(), scope: fresh(), key: 'key-1', fingerprint: 'f' }],
  workspacesByOwner: () => [{ owner: fresh(), workspaceId: freshWorkspaceId() }],
  instancesByAccount: () => [{ accountId: fresh(), instanceId: '33884913' }],
  sessions: () => [sessionRow()],
  mails: () => {
    const row = { version: 1, owner: 'owner-1', username: username.parse('acme'), createdAtMs: 1, nextAttemptAtMs: 0 };
    const workspace = { workspaceId: 'w', site: 'cn1', name: '生产 “1” \\ \n' };
    const notice = { kind: 'closure', instanceId: '33884913', closedAtMs: 1, count: 1, languages: ['zh'] } as const;
    return [
      { ...row, mailId: fresh(), attempts: 0, notice: { ...notice, first: [] } },
      { ...row, mailId: fresh(), attempts: 1, notice: { ...notice, first: [workspace] }, sentAtMs: 2, lastError: 'no' },
    ];
  },
  noticeLists: () => [{ listId: fresh(), page: 0, workspaceIds: ['w1', 'w2'] }],
  todos: () => [{ queue: 'closures', subject: fresh(), sinceMs: 1 }],
  checks: () => {
    const report = { startedAtMs: 1, endedAtMs: 2, dryRun: false, checked: 3, findings: {} };
    const run = { runId: fresh(), startedAtMs: 1, dryRun: true, pass: 0, checked: 0, repairs: 0, heldUntilMs: 1 };
    return [
      { checkId: fresh(), version: 2, reports: [report], run: { ...run, findings: {}, cursor: { workspaceId: 'w' } } },
      { checkId: fresh(), version: 1, reports: [] },
    ];
  },
  findings: () => [
    { kind: 'binding-missing', subject: fresh(), sinceMs: 1, runId: fresh() },
    { kind: 'charge-differs', subject: fresh(), sinceMs: 1, differences: { CNY: 12_345 }, runId: fresh() },
  ],
  attempts: () => [{ subject: fresh(), windowStartMs: 0, count: 3 }],
  operations: () => {
    const row = {
      by: 'Ada',
      why: 'ticket 1',
      command: 'resume-closure',
      given: { instanceId: '33884913' },
      beganAtMs: 1,
    };
    return [
      { ...row, operationId: fresh() },
      { ...row, operationId: fresh(), endedAtMs: 2, outcome: 'done', detail: 'Walked: 2 workspaces.' },
    ];
  },
  ...sampleFeeRows,
};
