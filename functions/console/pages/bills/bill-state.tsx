/** Whether a bill is paid, and what it was paid with. */
import { Tag } from 'antd';
import { useText } from '../language';
import { tenThousandthsOf } from './amounts';
import type { Bill } from './answers';
import { amountText } from './money-text';
import * as word from './words';

const states = {
  paid: { label: { zh: '已付清', en: 'Paid' }, color: 'success' },
  owed: { label: word.owedState, color: 'error' },
  alicloud: { label: { zh: '由阿里云收取', en: 'Collected by AliCloud' }, color: 'processing' },
} as const satisfies Record<Bill['state'], unknown>;

const kinds = {
  ...word.balances,
  alicloud: { zh: '阿里云', en: 'AliCloud' },
};

export const BillState = ({ state }: Pick<Bill, 'state'>) => {
  const t = useText();
  const { label, color } = states[state];
  return (
    <Tag color={color} style={{ margin: 0 }}>
      {t(label)}
    </Tag>
  );
};

/** Only what there is of it, one below the other. */
export const DeductionsText = ({ bill: { deductions, currency } }: { readonly bill: Bill }) => {
  const t = useText();
  const taken = (Object.keys(kinds) as (keyof typeof kinds)[]).filter(
    (kind) => tenThousandthsOf(deductions[kind]) !== 0,
  );
  if (taken.length === 0) return '—';
  return taken.map((kind) => (
    <div key={kind}>
      {t(kinds[kind])} {amountText(deductions[kind], currency)}
    </div>
  ));
};
