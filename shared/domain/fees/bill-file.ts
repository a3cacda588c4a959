/**
 * The rows of bills as the lines of a file for a spreadsheet, in the reader's language. What is one per bill (where its
 * amount was taken from) is left out: repeated on each of its rows, a column of it could not be added up.
 *
 * A spreadsheet keeps 15 digits of a number, and an AliCloud account's ID has 16: it stands with its instance's in one cell,
 * which is text therefore. (Microsoft, "Excel specifications and limits": number precision.)
 */
import type { Bilingual, Language } from '../../validation/language';
import { settlementMethods } from '../../validation/settlement';
import { sites } from '../../validation/site';
import { factsOf } from '../../validation/usage-item';
import type { Bill, BillRow, BillState } from './bill';
import { csvHeader, csvLine } from './csv';
import { amountText } from './money';

/** What a line is made of. */
interface Billed {
  readonly bill: Bill;
  readonly row: BillRow;
  readonly state: BillState;
  /** Of the workspace. */
  readonly name: string;
}

const states: Readonly<Record<BillState, Bilingual>> = {
  paid: { zh: '已付', en: 'paid' },
  owed: { zh: '欠费', en: 'owed' },
  alicloud: { zh: '由阿里云收取', en: 'collected by AliCloud' },
};

const column = (zh: string, en: string, cell: (billed: Billed, language: Language) => string) => ({
  title: { zh, en },
  cell,
});

const columns = [
  column('日期', 'Day', ({ bill }) => bill.day),
  column('站点', 'Site', ({ bill }, language) => `${bill.site} ${sites[bill.site].name[language]}`),
  column('工作空间', 'Workspace', ({ name }) => name),
  column('工作空间 ID', 'Workspace ID', ({ bill }) => bill.workspaceId),
  column('结算方式', 'Settlement', ({ bill }, language) => settlementMethods[bill.payer.method].name[language]),
  column('阿里云账号 ID / 商品实例 ID', 'AliCloud account ID / instance ID', ({ bill: { payer } }) =>
    payer.method === 'billing-center' ? '' : `${payer.accountId} / ${payer.instanceId}`,
  ),
  column('计费项', 'Item', ({ row }, language) => factsOf(row.item).name[language]),
  column('保留天数', 'Retention in days', ({ row }) => String(row.retention ?? '')),
  column('用量', 'Quantity', ({ row }) => row.quantity),
  column('单价对应数量', 'Unit', ({ row }) => String(row.unit)),
  column('单价', 'Unit price', ({ row }) => amountText(row.unitPrice)),
  column('金额', 'Amount', ({ row }) => amountText(row.amount)),
  column('币种', 'Currency', ({ bill }) => bill.currency),
  column('更正的日期', 'Corrects the day', ({ row }) => row.adjusts ?? ''),
  column('账单状态', 'State of the bill', ({ state }, language) => states[state][language]),
  column('账单号', 'Bill', ({ bill }) => bill.billId),
];

export const billFileHeader = (language: Language): string => csvHeader(columns.map(({ title }) => title[language]));

/** The lines of one bill. */
export const billFileLines = (bill: Bill, state: BillState, name: string, language: Language): string =>
  bill.rows.map((row) => csvLine(columns.map(({ cell }) => cell({ bill, row, state, name }, language)))).join('');
