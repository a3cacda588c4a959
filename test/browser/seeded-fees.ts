/**
 * What the seeded customer used and was billed for. One night goes by through the doors: usage that the platform tells, bills
 * after midnight, a window whose outcome nobody knows, usage that nobody can take. The weeks before it are written beside it
 * as they would be, for living through each of their nights takes longer than anybody waits for a picture.
 */
import type { Bill } from '../../shared/domain/fees/bill';
import { costOf, quantityOf, quantityText, total } from '../../shared/domain/fees/money';
import type { Store, Write } from '../../shared/ports';
import type { WorkspaceView } from '../../shared/validation/answers';
import { addDays } from '../../shared/validation/day';
import { workspaceId as workspaceIdField } from '../../shared/validation/workspace';

type Call = (method: string, path: string, json?: unknown) => Promise<{ readonly now?: string }>;

/** When the system begins that is seeded: late enough for a night, early enough for what comes before it. */
export const SEED_BEGINS = '23:40';

// biome-ignore format: a table
const used = [
  { item: 'time-series', retention: 7,  quantity: 12_400 },
  { item: 'logs',        retention: 14, quantity: 3_150_000 },
  { item: 'traces',      retention: 7,  quantity: 820_000 },
  { item: 'page-views',  retention: 3,  quantity: 46_000 },
  { item: 'hosts',                      quantity: 3 },
  { item: 'triggers',                   quantity: 25_000 },
  { item: 'sms',                        quantity: 20 },
  { item: 'reports',                    quantity: 1 },
] as const;

export const seedFees = async (call: Call, store: Store, workspaces: readonly WorkspaceView[]): Promise<void> => {
  const thisHour = async (): Promise<string> => {
    const { now = '' } = await call('GET', '/local/clock');
    return `${now.slice(0, 13)}:00:00.000Z`;
  };
  const use = async (): Promise<void> => {
    const hour = await thisHour();
    const usages = workspaces.flatMap(({ site, workspaceId }, nth) =>
      used
        .slice(0, used.length - nth)
        .map(({ quantity, ...line }) => ({ ...line, site, workspaceId, hour, quantity: String(quantity * (nth + 1)) })),
    );
    const [first] = usages;
    const unknown = [
      { ...first, item: 'coffee' },
      { ...first, workspaceId: `wksp_${'0'.repeat(32)}` },
    ];
    await call('POST', '/local/usage', [...usages, ...unknown]);
    await call('POST', '/local/clock', { advanceMs: 0 });
  };
  await use();
  await call('POST', '/local/marketplace/faults', { metering: { acceptThenDrop: 1 } });
  await call('POST', '/local/clock', { until: '00:16' });
  await call('POST', '/local/marketplace/faults', {});
  await use();
  await writeWeeksBefore(store, workspaces);
};

const DAYS = 24;

/** In percent of what was used in that one night: the same in each run. */
const share = (daysBefore: number, nth: number): number => 40 + ((daysBefore * 37 + nth * 53) % 90);

const writeWeeksBefore = async (store: Store, workspaces: readonly WorkspaceView[]): Promise<void> => {
  const one = await store.get('workspaces', { workspaceId: workspaceIdField.parse(workspaces[0]?.workspaceId) });
  if (one?.kind !== 'workspace') throw new Error('The seeded customer has no workspace.');
  const { rows } = await store.scan('bills', { owner: one.owner }, { limit: 100 });
  if (rows.length === 0) throw new Error('The night of the seed has made no bill.');
  const writes = Array.from({ length: DAYS }, (_, at) => at + 1).flatMap((daysBefore) =>
    rows.map((bill, nth): Write => ({ table: 'bills', insert: earlier(bill, daysBefore, share(daysBefore, nth)) })),
  );
  await store.writeMany(writes);
};

const earlier = (bill: Bill, daysBefore: number, percent: number): Bill => {
  const day = addDays(bill.day, -daysBefore);
  const rows = bill.rows.map((row) => {
    const quantity = (quantityOf(row.quantity) * BigInt(percent)) / 100n;
    return { ...row, quantity: quantityText(quantity), amount: costOf(quantity, row.unit, row.unitPrice) };
  });
  const amount = total(rows.map((row) => row.amount));
  const none = { vouchers: 0, prepaid: 0, cash: 0, arrears: 0, alicloud: 0 };
  const paidBy = bill.payer.method === 'billing-center' ? 'prepaid' : 'alicloud';
  return {
    ...bill,
    day,
    billId: `${day}${bill.billId.slice(10)}`,
    rows,
    amount,
    deductions: { ...none, [paidBy]: amount },
  };
};
