/** A ledger: what an account holds and owes in a currency, or what an instance was billed, and its last entries. */
import { accountLedgerId, instanceLedgerId, type LedgerEntry } from '../../shared/domain/fees/ledger';
import { moneyText } from '../../shared/domain/fees/money';
import type { Store } from '../../shared/ports';
import { type Currency, currencies } from '../../shared/validation/currency';
import type { Command, Reach, Seen } from './command';
import { readCurrency, readInstanceId, readUsername } from './identifiers';

/** Our decision: so many are listed, the latest. */
const LISTED = 50;

export const showLedger: Command = {
  name: 'show-ledger',
  usage: 'show-ledger --account <username> [--currency CNY|USD] | --instance <instanceId>',
  purpose: 'shows what an account holds and owes, or what an instance was billed, and the last entries',
  options: { account: { type: 'string' }, currency: { type: 'string' }, instance: { type: 'string' } },
  prepare({ positionals, text }) {
    const [account, instance, currency] = [text('account'), text('instance'), text('currency')];
    if ((account === undefined) === (instance === undefined) || positionals.length > 0) {
      throw new Error('Whose ledger? Say --account and a username, or --instance and an instance ID.');
    }
    if (instance !== undefined) {
      const instanceId = readInstanceId([instance]);
      return { kind: 'look', look: ({ store }) => ledger(store, instanceLedgerId(instanceId)) };
    }
    const username = readUsername(account === undefined ? [] : [account]);
    const wanted = currency === undefined ? (Object.keys(currencies) as Currency[]) : [readCurrency(currency)];
    return { kind: 'look', look: (reach) => ledgersOf(reach, username, wanted) };
  },
};

const ledgersOf = async (
  { store }: Reach,
  username: ReturnType<typeof readUsername>,
  wanted: readonly Currency[],
): Promise<Seen> => {
  const account = await store.get('usernames', { username });
  if (!account) throw new Error(`There is no account ${username}: check how the username is written.`);
  const seen: Record<string, Seen> = {};
  for (const currency of wanted) seen[currency] = await ledger(store, accountLedgerId(account.owner, currency));
  return { account: { username, owner: account.owner }, ...seen };
};

const ledger = async (store: Store, ledgerId: string): Promise<Seen> => {
  const head = await store.get('ledgerHeads', { ledgerId });
  if (!head) return { ledgerId, entryCount: 0 };
  const { sequence, last } = head;
  const after = { ledgerId, sequence: Math.max(0, sequence - LISTED) };
  const { rows } = await store.scan('ledgerEntries', { ledgerId }, { after, limit: LISTED });
  // The last may have no row of its own yet.
  const entries = rows.some((entry) => entry.sequence === sequence) ? rows : [...rows, last];
  return {
    ledgerId,
    entryCount: sequence,
    ...moneyOf(last),
    entries: entries.toReversed().map(entrySeen),
  };
};

const moneyOf = ({ balances: { vouchers, prepaid, cash, arrears }, billed }: LedgerEntry): Seen => ({
  vouchers: moneyText(vouchers),
  prepaid: moneyText(prepaid),
  cash: moneyText(cash),
  owed: moneyText(arrears),
  billed: moneyText(billed),
});

const entrySeen = (entry: LedgerEntry): Seen => {
  const { sequence, atMs, cause, amount, entryId } = entry;
  return {
    sequence,
    atMs,
    ...(cause.kind === 'bill'
      ? { bill: cause.billId, amount: moneyText(amount) }
      : { credit: cause.credit, amount: moneyText(-amount), by: cause.by, why: cause.why, entryId }),
    ...moneyOf(entry),
  };
};
