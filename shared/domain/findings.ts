/**
 * What the timed check can find, and what is then to be done. A finding that is repaired rests on a proof, which stands in
 * this folder's README beside it, and a test holds the two together; the others wait for an operator, and their advice says
 * what to do. Our decision throughout.
 */
import type { Bilingual } from '../validation/language';

export interface FindingFacts {
  /** Whether the check repairs it by itself, where it may. */
  readonly repaired: boolean;
  /** The marketplace has to be asked about it: while that does not answer, a finding of this kind stands. */
  readonly ofMarketplace: boolean;
  /** What an operator does about one that is left. */
  readonly advice: Bilingual;
}

const AGAIN: Bilingual = {
  zh: '下次检查会自动修复；若一直存在，请查看 check-consistency 的日志。',
  en: 'The next check repairs it; if it stays, look into the log of check-consistency.',
};

const local = { repaired: true, ofMarketplace: false, advice: AGAIN };
const asked = { repaired: true, ofMarketplace: true, advice: AGAIN };
const listed = (advice: Bilingual) => ({ repaired: false, ofMarketplace: false, advice });
const listedThere = (advice: Bilingual) => ({ repaired: false, ofMarketplace: true, advice });

export const findingFacts = {
  'call-undelivered': asked,
  'call-unreadable': listedThere({
    zh: '云市场未能送达的这条通知无法识别，请在云市场服务商后台核对并人工处理，然后确认该通知。',
    en: 'This call, which the marketplace could not deliver, makes no sense: look it up at the marketplace, do by hand what it asks for, then confirm it there.',
  }),
  'marketplace-unreachable': listed({
    zh: '请检查 MARKETPLACE_ENDPOINT、函数角色的权限和云市场的状态；恢复后的下一次检查会补上比对。',
    en: 'Check MARKETPLACE_ENDPOINT, the permissions of the function’s role and the state of the marketplace; the next check after that compares what this one could not.',
  }),
  'instance-not-compared': listedThere({
    zh: '云市场对该实例的应答无法识别，请查看 check-consistency 的日志中的原因。',
    en: 'What the marketplace answers about this instance cannot be read: the log of check-consistency says why.',
  }),
  'unknown-to-marketplace': listedThere({
    zh: '云市场不认识这个实例：请确认它是否属于本商品（MARKETPLACE_PRODUCT_CODES），以及是谁通知了我们。',
    en: 'The marketplace does not know this instance: find out whether it is of our products (MARKETPLACE_PRODUCT_CODES), and who told us of it.',
  }),
  'buyer-differs': listedThere({
    zh: '云市场显示的买家与我们记录的不同：首次登记的买家有效，请联系云市场核实。',
    en: 'The marketplace shows another buyer than ours, and the first one stands: ask the marketplace which is right.',
  }),
  'release-missed': asked,
  'instance-outdated': asked,
  'call-unconfirmed': asked,
  'instance-missing': {
    ...asked,
    advice: {
      zh: '工作空间由一个我们和云市场都不认识的实例结算：请查明来源，并为其更改结算方式。',
      en: 'A workspace is settled by an instance that neither we nor the marketplace know: find out how, and change its settlement.',
    },
  },
  'buyer-entry-missing': local,
  'closure-unfinished': local,
  'binding-missing': local,
  'settled-by-closed': local,
  'settled-by-stranger': listed({
    zh: '结算该工作空间的实例卖给了另一个阿里云账号：请查明来源，并与客户确认后更改结算方式。',
    en: 'The instance that settles this workspace was sold to another AliCloud account: find out how, and change the settlement with the customer.',
  }),
  'link-missing': local,
  'link-elsewhere': listed({
    zh: '结算该工作空间的阿里云账号已关联另一个费用中心账号：请与双方核实归属。',
    en: 'The AliCloud account that settles this workspace is linked to another Billing Center account: clear up with both whose it is.',
  }),
  'owner-entry-missing': local,
  'account-missing': listed({
    zh: '工作空间的费用中心账号不存在或属于他人，密码无法重建：请从备份恢复 usernames 中的记录。',
    en: 'The Billing Center account of this workspace is missing or another’s, and a password cannot be made anew: restore its row of usernames from a backup.',
  }),
  'timeline-broken': listed({
    zh: '结算记录的时间或内容前后矛盾，无法判断何者正确：请对照日志人工更正。',
    en: 'The settlement history contradicts itself, and nothing tells which part is right: compare it with the log and correct it by hand.',
  }),
  'notice-missing': local,
  'notice-incomplete': listed({
    zh: '关闭通知没有列全被切换的工作空间：请将漏列的工作空间告知客户。',
    en: 'The notice of a closure does not name every workspace that it switched: tell the customer of the others.',
  }),
  'notice-without-closure': listed({
    zh: '存在关闭通知，但该实例并未关闭：请查明来源，并向客户更正。',
    en: 'There is a notice of a closure that was none: find out how, and put it right with the customer.',
  }),
  'overdue-mail-missing': local,
  'mail-forgotten': local,
  'mail-undeliverable': listed({
    zh: '邮件服务拒收该地址：请以其他方式通知客户，并请其更正邮箱。',
    en: 'The mail service refuses the address: tell the customer in another way, and ask for an address that works.',
  }),
  'intent-at-closed': local,
  'notice-list-unnamed': local,
  'day-unsettled': {
    ...local,
    advice: {
      zh: '该日用量超过一天仍未出账：请查看 settle-fees 的日志；缺少待办的会自动补上。',
      en: 'The usage of this day has not been billed for more than a day: look into the log of settle-fees; a to-do that was missing is put by itself.',
    },
  },
  'charge-differs': {
    ...local,
    advice: {
      zh: '已收费用与用量的计价不一致：会作为调整计入下一张账单；若一直存在，请查看 settle-fees 的日志。',
      en: 'What was charged is not what the usage comes to: the next bill adjusts it; if it stays, look into the log of settle-fees.',
    },
  },
  'bill-differs': listed({
    zh: '账单与已收费用或账本分录不一致，无法判断何者正确：请对照用量核对，并与客户商定。',
    en: 'A bill does not agree with what was charged or entered, and nothing tells which is right: compare it with the usage, and agree with the customer.',
  }),
  'bill-missing': listed({
    zh: '账本中有分录而没有对应的账单：请从备份恢复 bills 中的记录。',
    en: 'The ledger has an entry whose bill is missing: restore its row of bills from a backup.',
  }),
  'bill-unentered': listed({
    zh: '账单没有对应的账本分录，因此没有扣款：请从备份恢复账本的记录。',
    en: 'A bill has no entry in its ledger, so that nothing was deducted for it: restore the rows of the ledger from a backup.',
  }),
  'ledger-broken': listed({
    zh: '账本的分录前后不衔接，余额不可信：请暂停充值，并对照备份核对。',
    en: 'An entry of the ledger does not follow from the one before, and its balances cannot be relied on: make no credit, and compare it with a backup.',
  }),
  'ledger-entry-missing': local,
  'window-missing': local,
  'window-forgotten': local,
  'metering-differs': listed({
    zh: '已出账金额与上报窗口的合计不一致：请对照云市场的账单核对差额，并与客户商定。',
    en: 'What the instance was billed is not what its windows come to: compare the difference with the marketplace’s bill, and agree on it with the customer.',
  }),
} as const satisfies Readonly<Record<string, FindingFacts>>;

export type FindingKind = keyof typeof findingFacts;

export const findingKinds = Object.keys(findingFacts) as FindingKind[];
