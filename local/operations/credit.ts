/**
 * Credits an account: vouchers, prepaid or cash, which pay what is owed first. There is no other way in: who paid, and how,
 * is known to whoever operates, and stands in the reason.
 *
 * Our decision: a credit is named by what was said of it, account, currency, kind, amount and reason. So the same line, said
 * again after a crash or by a second person, credits nothing more, whenever it is; and who means to credit the same amount
 * once more gives another reason, for there is one. The customer sees the reason beside the credit.
 */
import { createHash } from 'node:crypto';
import { standing } from '../../shared/domain/claims';
import { accountLedgerId, type CreditKind, type LedgerEntry } from '../../shared/domain/fees/ledger';
import { amountOf, moneyText } from '../../shared/domain/fees/money';
import { entryAfter } from '../../shared/domain/fees/posting';
import { rfc3339 } from '../../shared/domain/views';
import { append, entered } from '../../shared/protocol/fees/ledger';
import type { Currency } from '../../shared/validation/currency';
import { type Command, nothingToDo, type Plan, type Reach, refuse } from './command';
import { readCurrency, readUsername } from './identifiers';

const kinds = ['vouchers', 'prepaid', 'cash'] as const satisfies readonly CreditKind[];

/** Our decision: more is a slip of the hand. In 1/10,000 of the currency's unit. */
const MOST = 10_000_000 * 10_000;

interface Wish {
  readonly account: ReturnType<typeof readUsername>;
  readonly currency: Currency;
  readonly kind: CreditKind;
  /** In 1/10,000 of the currency's unit. */
  readonly amount: number;
  /** Absent where it is only asked what it would do. */
  readonly why: string | undefined;
  readonly by: string;
}

export const credit: Command = {
  name: 'credit',
  usage: 'credit --account <username> --currency CNY|USD --kind vouchers|prepaid|cash --amount <100.00>',
  purpose: 'adds to a balance of an account, after what is owed is paid; the same with the same reason happens once',
  options: {
    account: { type: 'string' },
    currency: { type: 'string' },
    kind: { type: 'string' },
    amount: { type: 'string' },
  },
  prepare({ positionals, text }) {
    if (positionals.length > 0) throw new Error(`${positionals[0]} is too much: everything is said with options.`);
    const said = text('account');
    const account = readUsername(said === undefined ? [] : [said]);
    const currency = readCurrency(text('currency'));
    const kind = readKind(text('kind'));
    const amount = readAmount(text('amount'));
    const wish = { account, currency, kind, amount, why: text('why')?.trim(), by: text('by')?.trim() ?? '' };
    return {
      kind: 'act',
      given: { account, currency, kind, amount: moneyText(amount) },
      plan: (reach) => plan(reach, wish),
    };
  },
};

const readKind = (said: string | undefined): CreditKind => {
  const kind = kinds.find((one) => one === said);
  if (kind) return kind;
  throw new Error(`${said ?? 'Nothing'} is no kind of balance: say --kind vouchers, prepaid or cash.`);
};

const readAmount = (said: string | undefined): number => {
  const amount = /^\d+(\.\d{1,2})?$/.test(said ?? '') ? amountOf(said ?? '') : undefined;
  if (amount !== undefined && amount > 0 && amount <= MOST) return amount;
  throw new Error(
    `${said ?? 'Nothing'} is no amount: say one above nought, up to ${MOST / 10_000}, as in --amount 100.00.`,
  );
};

/** The same for the same words, and for no others. */
const entryIdOf = ({ currency, kind, amount, why }: Wish): string =>
  `credit/${createHash('sha256')
    .update(JSON.stringify([currency, kind, amount, why]))
    .digest('hex')
    .slice(0, 32)}`;

const plan = async ({ store, clock }: Reach, wish: Wish): Promise<Plan> => {
  const { account, currency, kind, amount, why, by } = wish;
  const claim = await store.get('usernames', { username: account });
  const named = claim && (await store.get('workspaces', { workspaceId: claim.workspaceId }));
  if (!claim || standing(claim, named) !== 'good') {
    return refuse(`There is no account ${account}: check how the username is written.`);
  }
  const ledgerId = accountLedgerId(claim.owner, currency);
  const entryId = entryIdOf(wish);
  const [head, there] = await Promise.all([
    store.get('ledgerHeads', { ledgerId }),
    why === undefined ? undefined : entered(store, ledgerId, entryId),
  ]);
  if (there) {
    return nothingToDo(
      `It was credited at ${rfc3339(there.atMs)}, for the same reason: ${entryText(there)}. To credit as much once more, give a reason of its own.`,
    );
  }
  const posting = {
    ledgerId,
    entryId,
    atMs: clock.nowMs(),
    cause: { kind: 'credit', credit: kind, by, why: why ?? '' } as const,
    amount: -amount,
  };
  // Whoever entered it died before it was written down where it is looked for: that is made up for, and nothing is added.
  const half = head?.last.entryId === entryId;
  const after = half ? head.last : entryAfter(head?.last, posting);
  return {
    kind: 'action',
    would: `${half ? 'Complete the credit of' : 'Credit'} ${account} with ${currency} ${moneyText(amount)} (${kind}).`,
    because: [
      `Now: ${balanceText(head?.last)}.`,
      `Afterwards: ${balanceText(after)}.`,
      'The customer sees the reason beside the credit.',
    ],
    async carryOut() {
      const entry = await append(store, posting);
      return { outcome: 'done', detail: `${account} was credited: ${entryText(entry)}.` };
    },
  };
};

const balanceText = (last: LedgerEntry | undefined): string => {
  const balances = last?.balances ?? { vouchers: 0, prepaid: 0, cash: 0, arrears: 0 };
  const { vouchers, prepaid, cash, arrears } = balances;
  return `vouchers ${moneyText(vouchers)}, prepaid ${moneyText(prepaid)}, cash ${moneyText(cash)}, owed ${moneyText(arrears)}`;
};

const entryText = (entry: LedgerEntry): string =>
  `entry ${entry.sequence} of ${entry.ledgerId}, ${moneyText(-entry.amount)}; since then ${balanceText(entry)}`;
