/** Which of a day's hours a row of a bill is about. */
import type { Bill, BillRow, UsageHour, UsageOfDay } from './answers';
import { payerKey } from './by-day';

/** Of its item, kept as long, and of its payer. */
export const hoursOfRow = (
  { hours }: Pick<UsageOfDay, 'hours'>,
  bill: Pick<Bill, 'payer'>,
  { item, retention }: Pick<BillRow, 'item' | 'retention'>,
): UsageHour[] =>
  hours.filter((hour) => hour.item === item && hour.retention === retention && payerKey(hour) === payerKey(bill));
