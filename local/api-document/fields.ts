/**
 * What the document says of each field beside its type: what it is, the form in which it is right, an example. The rules
 * themselves are functions, which no JSON Schema can hold; a test holds these forms to them. Requests may also be written
 * with white space around a field and with full-width characters: they are normalised first.
 */
import * as z from 'zod';
import { accountId } from '../../shared/validation/account-id';
import {
  amount,
  balances,
  bill,
  billingAccount,
  cloudAccount,
  consistencyReport,
  deductions,
  fault,
  ledgerEntry,
  payer,
  problem,
  shownQuantity,
  time,
  timelineEntry,
  workspaceShown,
} from '../../shared/validation/answers';
import { company } from '../../shared/validation/company';
import { currency } from '../../shared/validation/currency';
import { day } from '../../shared/validation/day';
import { email } from '../../shared/validation/email';
import { idempotencyKey } from '../../shared/validation/idempotency-key';
import { instanceId } from '../../shared/validation/instance-id';
import { language } from '../../shared/validation/language';
import { orderId } from '../../shared/validation/order-id';
import { loginPassword, password } from '../../shared/validation/password';
import { phone } from '../../shared/validation/phone';
import { registration, workspaceRegistration } from '../../shared/validation/registration';
import { login } from '../../shared/validation/session';
import { proof, settlement } from '../../shared/validation/settlement';
import { site, sites } from '../../shared/validation/site';
import { usageItem, usageItems } from '../../shared/validation/usage-item';
import { loginUsername, username } from '../../shared/validation/username';
import { newWorkspace, workspaceId, workspaceName } from '../../shared/validation/workspace';
import { cursor, limit, nameStart } from '../../shared/validation/workspace-list';

export interface Said {
  /** The name of a schema that stands by itself in the document. */
  readonly id?: string;
  readonly description?: string;
  readonly type?: 'integer';
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: number;
  readonly examples?: readonly unknown[];
}

const siteNames = Object.entries(sites).map(([code, { name }]) => `${code} ${name.en}`);
const itemNames = Object.entries(usageItems).map(([code, { name }]) => `${code} ${name.en}`);
const aPassword = 'NFKC-normalised before it is looked at, never trimmed';

/** Of one line of text: no control characters, line or paragraph separators, no white space around it. */
const ONE_LINE = '^(?!\\s)[^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]+(?<!\\s)$';

const ISO_DAY = '^\\d{4}-\\d{2}-\\d{2}$';

/** The fields that a person or a program writes, each as its rule wants it. */
export const forms: readonly (readonly [z.ZodType, Said])[] = [
  [
    accountId,
    {
      id: 'AccountId',
      description: 'The account ID (UID) of the main AliCloud account, which pays: 14 or 16 digits.',
      pattern: '^(?:\\d{14}|\\d{16})$',
      examples: ['1234567890123456'],
    },
  ],
  [
    instanceId,
    {
      id: 'InstanceId',
      description: 'The product instance ID, from Purchased Services of the marketplace: 6 to 12 digits.',
      pattern: '^\\d{6,12}$',
      examples: ['33884913'],
    },
  ],
  [
    orderId,
    {
      id: 'OrderId',
      description: 'The ID of a marketplace order.',
      pattern: '^\\d{1,20}$',
      examples: ['222222222222222'],
    },
  ],
  [
    workspaceId,
    {
      id: 'WorkspaceId',
      pattern: '^wksp_[0-9a-f]{32}$',
      examples: ['wksp_0123456789abcdef0123456789abcdef'],
      description: 'Given by us.',
    },
  ],
  [
    workspaceName,
    {
      id: 'WorkspaceName',
      description: 'One line.',
      pattern: ONE_LINE,
      minLength: 1,
      maxLength: 256,
      examples: ['Acme production'],
    },
  ],
  [
    company,
    { id: 'Company', description: 'One line.', pattern: ONE_LINE, minLength: 1, maxLength: 256, examples: ['Acme'] },
  ],
  [
    username,
    {
      id: 'Username',
      description: 'Unique, never changed; kept and compared in lower case.',
      pattern: '^[a-z0-9][a-z0-9._@-]*$',
      minLength: 3,
      maxLength: 64,
      examples: ['acme'],
    },
  ],
  [loginUsername, { pattern: '\\S', maxLength: 64, examples: ['acme'] }],
  [
    password,
    {
      description: `${aPassword}. Those that attackers try first are refused: common ones, runs, the username.`,
      minLength: 8,
      maxLength: 128,
      examples: ['correct horse battery'],
    },
  ],
  [loginPassword, { description: `${aPassword}.`, minLength: 1, maxLength: 128, examples: ['correct horse battery'] }],
  [
    email,
    {
      id: 'Email',
      description: 'Where notices go: ASCII, with a dot in its domain, without an apostrophe.',
      pattern: `^(?!.*')${z.regexes.email.source.slice(1)}`,
      maxLength: 254,
      examples: ['ops@acme.example'],
    },
  ],
  [
    phone,
    {
      id: 'Phone',
      description:
        'With + and the country code, or as it is dialled at home. Spaces, hyphens, dots and brackets are left out.',
      pattern: '^\\+?\\d{5,15}$',
      examples: ['13800138000'],
    },
  ],
  [
    proof,
    {
      description: 'What 免登 put into the address of the registration page: for these two IDs, 30 minutes, once.',
      minLength: 1,
      maxLength: 1024,
    },
  ],
  [
    idempotencyKey,
    {
      description:
        'Names this request: the same key with the same body gives the first 201 again, for 24 hours; with another body it is refused.',
      pattern: '^[\\x21-\\x7e]+$',
      minLength: 1,
      maxLength: 255,
      examples: ['8e03978e-40d5-43e8-bc93-6894a57f9324'],
    },
  ],
  [cursor, { description: '`nextCursor` of the page before.', pattern: '^[\\x21-\\x7e]+$', maxLength: 1024 }],
  [
    nameStart,
    { description: 'The start of the name, in any case.', pattern: '\\S', maxLength: 256, examples: ['Acme'] },
  ],
];

const others: readonly (readonly [z.ZodType, Said])[] = [
  [site, { id: 'Site', description: `${siteNames.join(', ')}.` }],
  [language, { id: 'Language', description: 'Of the workspace, and of the notices about it.' }],
  [limit, { type: 'integer', minimum: 1, maximum: 200, default: 50 }],
  [
    time,
    {
      id: 'Time',
      description: 'RFC 3339, UTC, with milliseconds.',
      format: 'date-time',
      examples: ['2026-01-01T00:00:00.000Z'],
    },
  ],
  [day, { id: 'Day', description: 'A day in Beijing.', format: 'date', pattern: ISO_DAY, examples: ['2026-01-31'] }],
  [currency, { id: 'Currency' }],
  [usageItem, { id: 'UsageItem', description: `${itemNames.join(', ')}.` }],
  [
    amount,
    { id: 'Amount', description: 'Decimal text in the currency’s unit, at most four decimals.', examples: ['3.6'] },
  ],
  [shownQuantity, { id: 'Quantity', description: 'Decimal text, at most six decimals.', examples: ['6000'] }],
  [payer, { id: 'Payer', description: 'The Billing Center account, or an instance of an AliCloud account.' }],
  [deductions, { id: 'Deductions', description: 'What a bill was taken from; they add up to its amount.' }],
  [balances, { id: 'Balances', description: 'What an account holds in a currency, and what it owes.' }],
  [
    bill,
    {
      id: 'Bill',
      description:
        'What one payer owes for one workspace’s day. `owed` turns `paid` once later credits cover its arrears; `alicloud`: the marketplace collects it, and invoices.',
    },
  ],
  [
    ledgerEntry,
    {
      id: 'LedgerEntry',
      description: 'A bill, or a credit to the balance of that kind; the balances are those after it.',
    },
  ],
  [registration, { id: 'Registration' }],
  [workspaceRegistration, { id: 'WorkspaceRegistration' }],
  [newWorkspace, { id: 'NewWorkspace' }],
  [settlement, { id: 'Settlement', description: 'How a workspace pays.' }],
  [login, { id: 'Login', description: 'With `cookie`, the token comes as a cookie.' }],
  [workspaceShown, { id: 'Workspace' }],
  [
    timelineEntry,
    { id: 'TimelineEntry', description: 'Entries touch: each `to` is the next one’s `from`; only the last has none.' },
  ],
  [billingAccount, { id: 'BillingAccount' }],
  [
    cloudAccount,
    {
      id: 'CloudAccount',
      description:
        'An AliCloud account that settles, or once settled, workspaces of this owner, and all that it bought.',
    },
  ],
  [consistencyReport, { id: 'ConsistencyReport', description: 'One run of the timed check; findings by their kind.' }],
  [fault, { id: 'Fault', description: 'A mistake in a request; `path` is a JSON Pointer, empty for all of it.' }],
  [problem, { id: 'Problem', description: 'RFC 9457. `detail` tells the person what to do next.' }],
];

export const said = z.registry<Said>();
for (const [schema, says] of [...forms, ...others]) said.add(schema, says);
