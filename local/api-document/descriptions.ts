/** What the document says of each operation in words, and by example. Tests hold the examples to their schemas. */
import type { OperationName } from '../../shared/validation/api';

export interface Description {
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly more?: string;
  /** Of the request's body, by name. */
  readonly bodies?: Readonly<Record<string, unknown>>;
  /** What is answered, by status. */
  readonly answers: Readonly<Record<number, { readonly summary: string; readonly example?: unknown }>>;
}

export const tags = {
  registration: 'A Billing Center account and its workspaces come to be.',
  settlement: 'How a workspace is paid.',
  sessions: 'Who calls: a bearer token for programs, a cookie for browsers.',
  account: 'What a Billing Center account has.',
  fees: 'What is used, what it costs, and who pays.',
  marketplace: 'The SPI, called by the Alibaba Cloud Marketplace. Its forms are the marketplace’s.',
  operations: 'For operators, with a token of their own.',
  document: 'This document.',
} as const;
export type Tag = keyof typeof tags;

const settlement = { method: 'alicloud', accountId: '1234567890123456', instanceId: '33884913' };
const since = '2026-01-01T00:00:00.000Z';
const workspace = {
  site: 'cn1',
  workspaceId: 'wksp_0123456789abcdef0123456789abcdef',
  name: 'Acme production',
  language: 'zh',
  settlement: { ...settlement, since },
  createdAt: since,
};
const contact = { username: 'acme', email: 'ops@acme.example', phone: '13800138000', company: 'Acme' };
const billingAccount = { ...contact, createdAt: since };
const wanted = { site: 'cn1', workspace: { name: 'Acme production', language: 'zh' }, settlement };
const registration = { ...wanted, ...contact, password: 'correct horse battery', agreementAccepted: true };
const idempotent =
  'With an `Idempotency-Key` the first 201 is given again for the same key and body, for 24 hours; a refusal is decided afresh.';
const operators = 'Needs the operator token as a bearer token.';

const { since: _, ...payer } = workspace.settlement;
const taken = { vouchers: '0', prepaid: '0', cash: '0', arrears: '0', alicloud: '13.4' };
const billRow = { item: 'time-series', retention: 3, quantity: '6000', unit: 1_000, unitPrice: '0.6', amount: '3.6' };
const bill = {
  billId: '2026-01-01-0123456789abcdef0123456789abcdef-1',
  day: '2026-01-01',
  site: workspace.site,
  workspaceId: workspace.workspaceId,
  currency: 'CNY',
  payer,
  rows: [
    billRow,
    { ...billRow, item: 'logs', quantity: '2000000', unit: 1_000_000, unitPrice: '1.2', amount: '2.4', retention: 7 },
  ],
  amount: '6',
  deductions: { ...taken, alicloud: '6' },
  state: 'alicloud',
};
const paid = { ...taken, prepaid: '10', cash: '3.4', alicloud: '0' };
const balances = { vouchers: '0', prepaid: '0', cash: '96.6', arrears: '0' };
const beijing =
  'Days are Beijing’s, written like 2026-01-31. What is left out of the range is the other end of the month; with neither it is the month that it is. At most 92 days.';

export const descriptions: Readonly<Record<OperationName, Description>> = {
  'POST /api/registrations': {
    id: 'register',
    tag: 'registration',
    summary: 'Register a Billing Center account with its first workspace',
    more: `Whole or nothing. ${idempotent}`,
    bodies: {
      alicloud: registration,
      'billing-center': { ...registration, settlement: { method: 'billing-center' } },
    },
    answers: { 201: { summary: 'Registered.', example: { workspace, billingAccount } } },
  },
  'POST /api/registrations/workspaces': {
    id: 'addWorkspace',
    tag: 'registration',
    summary: 'Add a workspace, of any site',
    more: idempotent,
    bodies: { alicloud: wanted, 'billing-center': { ...wanted, settlement: { method: 'billing-center' } } },
    answers: { 201: { summary: 'Added.', example: { workspace } } },
  },
  'PUT /api/settlements/{site}/{workspaceId}': {
    id: 'changeSettlement',
    tag: 'settlement',
    summary: 'Change how a workspace is paid',
    more: 'The same wish twice changes nothing.',
    bodies: { alicloud: settlement, 'billing-center': { method: 'billing-center' } },
    answers: { 200: { summary: 'So it is settled now.', example: { workspace } } },
  },
  'POST /api/sessions': {
    id: 'logIn',
    tag: 'sessions',
    summary: 'Log in',
    bodies: {
      program: { username: 'acme', password: 'correct horse battery' },
      browser: { username: 'acme', password: 'correct horse battery', cookie: true },
    },
    answers: {
      201: {
        summary: 'Logged in; the token goes into `Authorization: Bearer`.',
        example: { token: 'a-token-of-many-characters', expiresAt: since },
      },
      204: { summary: 'Logged in, with a cookie, as `cookie` asked for.' },
    },
  },
  'DELETE /api/sessions': {
    id: 'logOut',
    tag: 'sessions',
    summary: 'Log out',
    answers: { 204: { summary: 'The session is over.' } },
  },
  'GET /api/account': {
    id: 'readAccount',
    tag: 'account',
    summary: 'The Billing Center account that is signed in',
    answers: { 200: { summary: 'The account.', example: billingAccount } },
  },
  'GET /api/workspaces': {
    id: 'listWorkspaces',
    tag: 'account',
    summary: 'The workspaces, in the order of their creation',
    more: 'A page may be short, even empty, and have a `nextCursor`; without one it is the last.',
    answers: {
      200: { summary: 'A page.', example: { workspaces: [workspace], nextCursor: 'd2tzcF8wMTIzNDU2Nzg5YWJjZGVm' } },
    },
  },
  'GET /api/workspaces/{site}/{workspaceId}': {
    id: 'readWorkspace',
    tag: 'account',
    summary: 'One workspace',
    answers: { 200: { summary: 'The workspace.', example: { workspace } } },
  },
  'GET /api/workspaces/{site}/{workspaceId}/settlements': {
    id: 'readTimeline',
    tag: 'account',
    summary: 'Who paid for a workspace when, oldest first',
    answers: {
      200: {
        summary: 'The payers of record.',
        example: {
          settlements: [
            { ...settlement, from: since, to: '2026-02-01T00:00:00.000Z', cause: 'registration', by: 'owner' },
            { method: 'billing-center', from: '2026-02-01T00:00:00.000Z', cause: 'closure', by: 'marketplace' },
          ],
        },
      },
    },
  },
  'GET /api/cloud-accounts': {
    id: 'listCloudAccounts',
    tag: 'account',
    summary: 'The AliCloud accounts, with what they bought',
    answers: {
      200: {
        summary: 'Those that settle, or once settled, a workspace of this account.',
        example: {
          cloudAccounts: [
            {
              accountId: settlement.accountId,
              instances: [
                { instanceId: settlement.instanceId, status: 'open', openedAt: since, workspaceCount: 2 },
                { instanceId: '33884914', status: 'closed', openedAt: since, closedAt: since, workspaceCount: 0 },
              ],
            },
          ],
        },
      },
    },
  },
  'GET /api/bills': {
    id: 'listBills',
    tag: 'fees',
    summary: 'The daily bills, oldest day first',
    more: `Of every workspace of the account, whoever pays: one bill for each workspace, day and payer. ${beijing} Amounts are decimal text in the currency’s unit. A page may be short, even empty, and have a \`nextCursor\`; without one it is the last.`,
    answers: {
      200: { summary: 'A page.', example: { bills: [bill], nextCursor: 'MjAyNi0wMS0wMS0wMTIzNDU2Nzg5YWJjZGVm' } },
    },
  },
  'GET /api/bills.csv': {
    id: 'readBillFile',
    tag: 'fees',
    summary: 'The rows of the daily bills as a file for a spreadsheet',
    more: `The same bills as \`GET /api/bills\` has, all that fit the filters, one line for each row, its header in the language of \`Accept-Language\`. ${beijing} UTF-8 with a byte order mark; no cell is a formula: a text that would be one has an apostrophe before it. Above 10 MB, or 20,000 bills to look through, it is refused: ask for fewer days, one site or one workspace.`,
    answers: { 200: { summary: 'The file.' } },
  },
  'GET /api/ledger': {
    id: 'readLedger',
    tag: 'fees',
    summary: 'The balances of the account in one currency, and how they came to be, newest first',
    more: 'Bills take from vouchers, then prepaid, then cash; the rest is arrears. A credit pays arrears first. Bills that an AliCloud account pays are not among them.',
    answers: {
      200: {
        summary: 'The balances now, and a page of the entries.',
        example: {
          currency: 'CNY',
          balances,
          entries: [
            {
              entryId: bill.billId,
              at: since,
              kind: 'bill',
              amount: '13.4',
              billId: bill.billId,
              deductions: paid,
              balances,
            },
            {
              entryId: 'credit-2026-01-01-acme',
              at: since,
              kind: 'cash',
              amount: '100',
              reason: 'Bank transfer of 1 January.',
              balances: { ...balances, prepaid: '10', cash: '100' },
            },
          ],
        },
      },
    },
  },
  'GET /api/workspaces/{site}/{workspaceId}/usage': {
    id: 'readUsage',
    tag: 'fees',
    summary: 'What a workspace used on a day, hour by hour, and who pays for each hour',
    more: 'The day is Beijing’s; today where none is named. The hour in which the settlement changes is paid by who paid at its beginning.',
    answers: {
      200: {
        summary: 'The hours that have usage, in their order.',
        example: {
          day: '2026-01-01',
          hours: [
            { hour: since, item: 'time-series', retention: 3, quantity: '6000', payer },
            { hour: since, item: 'hosts', quantity: '12', payer: { method: 'billing-center' } },
          ],
        },
      },
    },
  },
  'GET /marketplace/spi': {
    id: 'callSpi',
    tag: 'marketplace',
    summary: 'A call of the marketplace',
    more: 'Which parameters a call has, its action says. The marketplace repeats a call until it is answered with success.',
    answers: {
      200: {
        summary: 'Whether it was carried out; `instanceId` is the answer to createInstance, 0 where there is none yet.',
        example: {
          instanceId: settlement.instanceId,
          appInfo: {
            frontEndUrl: 'https://billing.example/register',
            authUrl: 'https://billing.example/marketplace/spi',
          },
        },
      },
      302: { summary: 'The answer to verify (免登): the registration page, with a proof in the address’s fragment.' },
      403: { summary: 'Not signed with the seller key.', example: { success: 'false' } },
    },
  },
  'GET /api/operations/consistency': {
    id: 'readConsistency',
    tag: 'operations',
    summary: 'What the timed check found',
    more: operators,
    answers: {
      200: {
        summary: 'The reports of its runs, the newest first, and what is left for a person to do.',
        example: {
          reports: [
            {
              startedAt: since,
              endedAt: since,
              dryRun: false,
              checked: 1042,
              findings: { 'instance-status-differs': { found: 1, repaired: 1, left: 0 } },
            },
          ],
          findings: [],
        },
      },
    },
  },
  'GET /api/operations/closures': {
    id: 'listClosures',
    tag: 'operations',
    summary: 'How far the closures are',
    more: operators,
    answers: {
      200: {
        summary: 'The closures; one without `closedAt` goes on.',
        example: { closures: [{ instanceId: settlement.instanceId, startedAt: since, done: 200, left: 34 }] },
      },
    },
  },
  'GET /api/operations/mails': {
    id: 'listUnsentMails',
    tag: 'operations',
    summary: 'The mails that are still to be sent',
    more: operators,
    answers: {
      200: {
        summary: 'The mails, and why each was not sent yet.',
        example: {
          mails: [
            {
              to: contact.email,
              kind: 'closure',
              attempts: 2,
              nextAttemptAt: since,
              lastError: 'DirectMail did not answer.',
            },
          ],
        },
      },
    },
  },
  'GET /api/operations/metering': {
    id: 'listMeteringWindows',
    tag: 'operations',
    summary: 'The usage that is told to the marketplace',
    more: operators,
    answers: {
      200: {
        summary: 'The windows that are open, with the minutes that they have left, and those that were lost.',
        example: {
          windows: [
            {
              instanceId: '33884913',
              productCode: 'cmgj00053362',
              windowStart: '2026-01-01T00:00:00.000Z',
              windowEnd: '2026-01-01T01:00:00.000Z',
              deadline: '2026-01-01T01:59:00.000Z',
              minutesLeft: 34,
              state: 'unknown',
              units: 1340,
              amount: '13.4',
              attempts: 1,
              owner: 'acct_0123456789abcdef0123456789abcdef',
              code: '500 InternalError',
              sentAt: '2026-01-01T01:10:00.000Z',
            },
          ],
          counts: { pending: 0, sent: 0, unknown: 1, refused: 0, missed: 0 },
        },
      },
    },
  },
  'GET /api/operations/usage': {
    id: 'listUnusableUsage',
    tag: 'operations',
    summary: 'The usage that could not be taken',
    more: operators,
    answers: {
      200: {
        summary: 'The elements that came last, and how many there are of each reason.',
        example: {
          unusable: [
            {
              subject: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
              reason: 'item-not-known',
              receivedAt: since,
              seen: 1,
              element: '{"specversion":"1.0","id":"1","source":"platform.cn1","type":"workspace:Usage:recorded"}',
              advice: 'The item is none of ours.',
            },
          ],
          counts: { 'item-not-known': 1 },
        },
      },
    },
  },
  'GET /api/openapi.json': {
    id: 'readDocument',
    tag: 'document',
    summary: 'This document',
    answers: { 200: { summary: 'OpenAPI 3.1.' }, 304: { summary: 'The one that the caller has.' } },
  },
  'GET /api/docs': {
    id: 'readDocs',
    tag: 'document',
    summary: 'This document, to be read by people',
    answers: { 200: { summary: 'A page.' }, 304: { summary: 'The one that the caller has.' } },
  },
  'GET /api/docs/{file}': {
    id: 'readDocsFile',
    tag: 'document',
    summary: 'What that page loads',
    answers: { 200: { summary: 'A file.' }, 304: { summary: 'The one that the caller has.' } },
  },
};
