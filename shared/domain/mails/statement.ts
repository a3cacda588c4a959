/**
 * The monthly statement: what the account's workspaces cost in a month, what the Billing Center account pays of it and what
 * AliCloud invoices, by currency, and where each is looked up. Source: who settles through AliCloud tops up and is invoiced
 * there (product documentation); that the Billing Center says so and leads there: our decision. It names no workspace, so
 * nothing in it is a text that a customer typed.
 */
import { moneyText } from '../fees/money';
import type { StatementNotice } from '../mail';
import { layOut, type MailContent } from './layout';

/** Our decision: so many AliCloud accounts are told one by one; few customers have more than one. */
const LISTED = 20;

const joined = (parts: readonly string[]): string => parts.join('\n');

export const statementMail = (notice: StatementNotice, publicUrl: string): MailContent => {
  const { month, account, alicloud, languages } = notice;
  const listed = alicloud.slice(0, LISTED);
  const further = alicloud.length - listed.length;
  const own = {
    zh: account.map(
      ({ currency, amount, arrears }) =>
        `费用中心账号：${currency} ${moneyText(amount)}${arrears > 0 ? `，其中出账时余额不足而计入欠款 ${currency} ${moneyText(arrears)}` : ''}`,
    ),
    en: account.map(
      ({ currency, amount, arrears }) =>
        `Billing Center account: ${currency} ${moneyText(amount)}${arrears > 0 ? `, of which ${currency} ${moneyText(arrears)} exceeded its balance when billed` : ''}`,
    ),
  };
  const theirs = {
    zh: [
      ...listed.map(
        ({ accountId, currency, amount }) =>
          `阿里云账号 ${accountId}：${currency} ${moneyText(amount)}，由阿里云收取并开具发票`,
      ),
      ...(further > 0 ? [`另有 ${further} 个阿里云账号`] : []),
    ],
    en: [
      ...listed.map(
        ({ accountId, currency, amount }) =>
          `AliCloud account ${accountId}: ${currency} ${moneyText(amount)}, collected and invoiced by AliCloud`,
      ),
      ...(further > 0 ? [`${further} more AliCloud accounts`] : []),
    ],
  };
  const whereOwn = {
    zh: '费用中心账号的费用依次从代金券、预付款和现金余额中扣除；每一笔都可在费用中心的账单和账本中核对。',
    en: 'What the Billing Center account pays is taken from vouchers, then prepaid, then cash balance; each deduction stands among the bills and in the ledger of the Billing Center.',
  };
  const whereTheirs = {
    zh: '阿里云账号的费用按分上报云市场，以阿里云的账单为准：请使用该阿里云账号登录阿里云控制台，在“费用与成本”中查看账单、充值和申请发票。',
    en: 'What AliCloud invoices is told to the marketplace in whole 0.01 CNY, and AliCloud’s own bill counts: please log in to the AliCloud console with that AliCloud account, and look under Expenses and Costs for its bills, to top up, and for invoices.',
  };
  const wheres = (language: 'zh' | 'en') => [
    ...(account.length > 0 ? [whereOwn[language]] : []),
    ...(alicloud.length > 0 ? [whereTheirs[language]] : []),
  ];
  return layOut(
    {
      subject: {
        zh: `${month} 的月度账单`,
        en: `Your statement for ${month}`,
      },
      paragraphs: {
        zh: [
          `以下是您的工作空间在 ${month}（北京时间）的费用合计：`,
          joined([...own.zh, ...theirs.zh]),
          ...wheres('zh'),
          '此后才到达的用量会作为调整计入之后的账单。',
        ],
        en: [
          `This is what your workspaces cost in ${month} (Beijing time):`,
          joined([...own.en, ...theirs.en]),
          ...wheres('en'),
          'Usage that comes later still is an adjustment on a later bill.',
        ],
      },
      link: { label: { zh: '查看账单', en: 'See the bills' }, url: `${publicUrl}/bills` },
    },
    languages,
  );
};
