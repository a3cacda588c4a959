/** What the pages of fees call the same things. */
export { bills } from '../shell/words';

export const ledger = { zh: '余额与收支', en: 'Balance' };
export const day = { zh: '日期', en: 'Day' };
export const amount = { zh: '金额', en: 'Amount' };
export const payer = { zh: '付款方', en: 'Payer' };
export const item = { zh: '计费项', en: 'Item' };
export const quantity = { zh: '用量', en: 'Quantity' };
export const unitPrice = { zh: '单价', en: 'Unit price' };
export const deductions = { zh: '抵扣', en: 'Deductions' };
export const owedState = { zh: '未付清', en: 'Owed' };
export const inAll = { zh: '合计', en: 'In all' };
export const instance = { zh: (id: string) => `商品实例 ${id}`, en: (id: string) => `Instance ${id}` };
export const retention = {
  zh: (days: number) => `保存 ${days} 天`,
  en: (days: number) => (days === 1 ? 'kept 1 day' : `kept ${days} days`),
};
/** Said once on each page that shows days. */
export const beijingDays = {
  zh: '日期均为北京时间（UTC+8）的自然日，每天的账单在次日零点后生成。',
  en: 'Days are Beijing days (UTC+8). The bill of a day is made after its midnight.',
};

export const balances = {
  vouchers: { zh: '代金券', en: 'Vouchers' },
  prepaid: { zh: '预付', en: 'Prepaid' },
  cash: { zh: '现金', en: 'Cash' },
  arrears: { zh: '欠款', en: 'Arrears' },
};
