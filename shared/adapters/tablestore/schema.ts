/**
 * How the rows lie in Tablestore: one table per logical table, one column per member. The physical primary key is the
 * logical one with `spread` before it, because the first primary key column decides the partition and our ids come in
 * sequence (Tablestore, "Table design": a hash prefix spreads sequential keys).
 *
 * The compiler checks this page against `ports.ts`: a member that is forgotten, or of another kind, does not compile.
 */
import type { Rows, Table } from '../../ports';

/** Integers are int64; objects and lists are kept as JSON text, since no condition or range ever looks inside them. */
export type Kind = 'text' | 'integer' | 'json';

type KindOf<Value> = Value extends string
  ? 'text'
  : Value extends number
    ? 'integer'
    : Value extends object
      ? 'json'
      : never;

// Both distribute over a union of rows, whose members are those of all its variants.
type Member<Row> = Row extends unknown ? keyof Row : never;
type ValueOf<Row, Name> = Row extends unknown ? (Name extends keyof Row ? Row[Name] : never) : never;

interface TableSchema<Row> {
  readonly name: string;
  /** Rows not written for so long vanish; absent: never. Tablestore's least is one day. */
  readonly lifetimeDays?: number;
  readonly columns: { readonly [Name in Member<Row>]: KindOf<Exclude<ValueOf<Row, Name>, undefined>> };
}

/** The leading primary key column of every table. */
export const SPREAD = 'spread';

export const schemas: { readonly [T in Table]: TableSchema<Rows[T]> } = {
  workspaces: {
    name: 'workspaces',
    columns: {
      kind: 'text',
      workspaceId: 'text',
      version: 'integer',
      site: 'text',
      name: 'text',
      language: 'text',
      owner: 'text',
      username: 'text',
      createdAtMs: 'integer',
      timeline: 'json',
    },
  },
  instances: {
    name: 'instances',
    columns: {
      instanceId: 'text',
      version: 'integer',
      status: 'text',
      accountId: 'text',
      orderId: 'text',
      productCode: 'text',
      skuId: 'text',
      openedAtMs: 'integer',
      overdueAtMs: 'integer',
      releasedAtMs: 'integer',
      closedAtMs: 'integer',
      expiresAtMs: 'integer',
      unconfirmedAtMs: 'integer',
    },
  },
  bindings: { name: 'bindings', columns: { instanceId: 'text', workspaceId: 'text' } },
  usernames: {
    name: 'usernames',
    columns: {
      username: 'text',
      workspaceId: 'text',
      owner: 'text',
      claimId: 'text',
      changeId: 'text',
      claimedAtMs: 'integer',
      passwordHash: 'text',
      email: 'text',
      phone: 'text',
      company: 'text',
    },
  },
  links: {
    name: 'links',
    columns: {
      accountId: 'text',
      workspaceId: 'text',
      owner: 'text',
      claimId: 'text',
      changeId: 'text',
      claimedAtMs: 'integer',
    },
  },
  idempotencyKeys: {
    name: 'idempotency_keys',
    // Our decision: a key is remembered for 24 hours; the rest is room for clocks and for looking into a complaint.
    lifetimeDays: 3,
    columns: {
      scope: 'text',
      key: 'text',
      workspaceId: 'text',
      owner: 'text',
      claimId: 'text',
      changeId: 'text',
      claimedAtMs: 'integer',
      fingerprint: 'text',
    },
  },
  workspacesByOwner: { name: 'workspaces_by_owner', columns: { owner: 'text', workspaceId: 'text' } },
  instancesByAccount: { name: 'instances_by_account', columns: { accountId: 'text', instanceId: 'text' } },
  sessions: {
    name: 'sessions',
    // Our decision: only tidies up. Whether a session holds is its own `expiresAtMs`.
    lifetimeDays: 2,
    columns: { sessionId: 'text', owner: 'text', username: 'text', expiresAtMs: 'integer' },
  },
  mails: {
    name: 'mails',
    columns: {
      mailId: 'text',
      version: 'integer',
      owner: 'text',
      username: 'text',
      notice: 'json',
      createdAtMs: 'integer',
      attempts: 'integer',
      nextAttemptAtMs: 'integer',
      sentAtMs: 'integer',
      undeliverableAtMs: 'integer',
      lastError: 'text',
    },
  },
  noticeLists: { name: 'notice_lists', columns: { listId: 'text', page: 'integer', workspaceIds: 'json' } },
  todos: { name: 'todos', columns: { queue: 'text', subject: 'text', sinceMs: 'integer' } },
  checks: { name: 'checks', columns: { checkId: 'text', version: 'integer', run: 'json', reports: 'json' } },
  findings: {
    name: 'findings',
    columns: { kind: 'text', subject: 'text', sinceMs: 'integer', differences: 'json', runId: 'text' },
  },
  attempts: {
    name: 'attempts',
    // Our decision: a count is of no use after its quarter of an hour, but where a username was logged in from is
    // remembered for a month, and a count of the day's mails for a day.
    lifetimeDays: 30,
    columns: { subject: 'text', windowStartMs: 'integer', count: 'integer' },
  },
  operations: {
    name: 'operations',
    columns: {
      operationId: 'text',
      by: 'text',
      why: 'text',
      command: 'text',
      given: 'json',
      beganAtMs: 'integer',
      endedAtMs: 'integer',
      outcome: 'text',
      detail: 'text',
    },
  },
  usageDays: {
    name: 'usage_days',
    columns: {
      workspaceId: 'text',
      day: 'text',
      version: 'integer',
      site: 'text',
      hours: 'json',
      sealedAtMs: 'integer',
      charged: 'json',
    },
  },
  usageTodos: { name: 'usage_todos', columns: { shard: 'text', workspaceId: 'text', sinceMs: 'integer' } },
  adjustmentsDue: {
    name: 'adjustments_due',
    columns: { workspaceId: 'text', day: 'text', version: 'integer', sinceMs: 'integer' },
  },
  meteredWorkspaces: {
    name: 'metered_workspaces',
    // Our decision: usage older than 35 days is not taken; the rest is room for what is settled late.
    lifetimeDays: 60,
    columns: { instanceDay: 'text', workspaceId: 'text' },
  },
  unusableUsage: {
    name: 'unusable_usage',
    columns: { subject: 'text', reason: 'text', atMs: 'integer', element: 'text', seen: 'integer' },
  },
  feeHeads: {
    name: 'fee_heads',
    columns: { workspaceId: 'text', version: 'integer', count: 'integer', billCount: 'integer', pending: 'json' },
  },
  bills: {
    name: 'bills',
    columns: {
      owner: 'text',
      day: 'text',
      billId: 'text',
      site: 'text',
      workspaceId: 'text',
      payer: 'json',
      currency: 'text',
      rows: 'json',
      amount: 'integer',
      billedAtMs: 'integer',
      deductions: 'json',
      arrearsIncurred: 'integer',
    },
  },
  ledgerHeads: {
    name: 'ledger_heads',
    columns: { ledgerId: 'text', version: 'integer', sequence: 'integer', last: 'json' },
  },
  ledgerEntries: {
    name: 'ledger_entries',
    columns: {
      ledgerId: 'text',
      sequence: 'integer',
      entryId: 'text',
      atMs: 'integer',
      cause: 'json',
      amount: 'integer',
      deductions: 'json',
      balances: 'json',
      billed: 'integer',
      arrearsIncurred: 'integer',
      arrearsRepaid: 'integer',
    },
  },
  ledgerEntryIds: {
    name: 'ledger_entry_ids',
    columns: { ledgerId: 'text', entryId: 'text', sequence: 'integer' },
  },
  meters: {
    name: 'meters',
    columns: {
      instanceId: 'text',
      version: 'integer',
      plannedToMs: 'integer',
      units: 'integer',
      last: 'json',
      pushedAtMs: 'integer',
      settledDay: 'text',
    },
  },
  meteringWindows: {
    name: 'metering_windows',
    columns: {
      instanceId: 'text',
      windowStartMs: 'integer',
      windowEndMs: 'integer',
      deadlineMs: 'integer',
      version: 'integer',
      productCode: 'text',
      units: 'integer',
      amount: 'integer',
      state: 'text',
      code: 'text',
      attempts: 'integer',
      nextAttemptAtMs: 'integer',
      sentAtMs: 'integer',
      endedAtMs: 'integer',
      owner: 'text',
    },
  },
};
