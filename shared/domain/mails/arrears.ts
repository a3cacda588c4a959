/**
 * The mail on arrears: a bill found the account's balance too small. It says how much is owed, since which bill, that the
 * Billing Center locks nothing, and where the bills are. Source: what neither vouchers nor balances cover becomes a negative
 * balance (product documentation, "Deduction"); that arrears lock nothing here: our decision, for that is the platform's.
 */

import { moneyText } from '../fees/money';
import type { ArrearsNotice } from '../mail';
import { layOut, type MailContent } from './layout';

export const arrearsMail = (notice: ArrearsNotice, publicUrl: string): MailContent => {
  const { currency, amount, day, languages } = notice;
  const owed = `${currency} ${moneyText(amount)}`;
  return layOut(
    {
      subject: {
        zh: `${owed} 欠款：${day} 的账单超出费用中心账号余额`,
        en: `${owed} owed: the bill of ${day} exceeds your Billing Center balance`,
      },
      paragraphs: {
        zh: [
          `${day}（北京时间）的账单从代金券、预付款和现金余额中扣除后，您的费用中心账号仍欠款 ${owed}。`,
          '这意味着：之后由费用中心账号结算的账单会继续计入欠款。费用中心不会因欠款锁定任何工作空间，也不会更改结算方式。',
          '请联系我们为该账号充值；充值的金额会先用于结清欠款。在结清之前，不会再就同一欠款发送邮件。通过阿里云账号结算的工作空间不受影响。',
        ],
        en: [
          `After the bill of ${day} (Beijing time) was taken from vouchers, prepaid and cash balance, your Billing Center account owes ${owed}.`,
          'What this means: further bills that the Billing Center account settles add to what is owed. The Billing Center locks no workspace for it and changes no settlement.',
          'Please contact us to top up the account; what you add pays what is owed first. Until it is settled, no further mail is sent about it. Workspaces that an AliCloud account settles are not affected.',
        ],
      },
      link: { label: { zh: '查看账单', en: 'See the bills' }, url: `${publicUrl}/bills` },
    },
    languages,
  );
};
