/**
 * What the kinds that the API tells operators of are called. It may tell of one that this page does not know, because pages and
 * functions are deployed one after the other: that is shown as it is.
 */
import type { Bilingual } from '../../../../shared/validation/language';

type Words = Readonly<Record<string, Bilingual>>;

export const findingWords: Words = {
  'call-undelivered': { zh: '云市场未能送达的通知', en: 'A call that the marketplace could not deliver' },
  'call-unreadable': { zh: '无法识别的云市场通知', en: 'A call of the marketplace that makes no sense' },
  'marketplace-unreachable': { zh: '云市场没有应答', en: 'The marketplace does not answer' },
  'instance-not-compared': { zh: '无法与云市场比对的实例', en: 'An instance that cannot be compared' },
  'unknown-to-marketplace': { zh: '云市场不认识的实例', en: 'An instance that the marketplace does not know' },
  'buyer-differs': { zh: '实例的买家与云市场不一致', en: 'An instance with another buyer at the marketplace' },
  'release-missed': { zh: '未收到通知的实例关闭', en: 'A closing of which no call has told' },
  'instance-outdated': { zh: '实例状态落后于云市场', en: 'An instance that is behind the marketplace' },
  'call-unconfirmed': { zh: '尚未经云市场证实的通知', en: 'A call that the marketplace has not confirmed' },
  'instance-missing': { zh: '用于结算的实例没有记录', en: 'A settling instance without a record' },
  'buyer-entry-missing': { zh: '买家列表中缺少实例', en: 'An instance missing in its buyer’s list' },
  'closure-unfinished': { zh: '迟迟未完成的业务关闭', en: 'A service closure that does not end' },
  'binding-missing': { zh: '工作空间缺少绑定', en: 'A workspace without its binding' },
  'settled-by-closed': { zh: '由已关闭的实例结算', en: 'A workspace settled by a closed instance' },
  'settled-by-stranger': { zh: '由他人购买的实例结算', en: 'A workspace settled by another’s instance' },
  'link-missing': { zh: '阿里云账号缺少关联', en: 'An AliCloud account without its link' },
  'link-elsewhere': { zh: '阿里云账号已关联另一账号', en: 'An AliCloud account linked to another account' },
  'owner-entry-missing': { zh: '所有者列表中缺少工作空间', en: 'A workspace missing in its owner’s list' },
  'account-missing': { zh: '工作空间的费用中心账号不存在', en: 'A workspace without its Billing Center account' },
  'timeline-broken': { zh: '结算记录前后矛盾', en: 'A settlement history that contradicts itself' },
  'notice-missing': { zh: '缺少业务关闭通知', en: 'A closure without its notice' },
  'notice-incomplete': { zh: '业务关闭通知不完整', en: 'A notice of a closure that is not complete' },
  'notice-without-closure': { zh: '有关闭通知，但实例并未关闭', en: 'A notice of a closure that was none' },
  'overdue-mail-missing': { zh: '缺少欠费通知', en: 'An overdue instance without its mail' },
  'mail-forgotten': { zh: '被遗漏的待发邮件', en: 'An unsent mail that was forgotten' },
  'mail-undeliverable': { zh: '无法送达的邮件', en: 'A mail that cannot be delivered' },
  'intent-at-closed': { zh: '已关闭实例上残留的绑定', en: 'A binding left at a closed instance' },
  'notice-list-unnamed': { zh: '不属于任何通知的清单', en: 'A list that belongs to no notice' },
  'day-unsettled': { zh: '尚未出账的用量', en: 'A day of usage that is not billed' },
  'charge-differs': { zh: '已收费用与用量不一致', en: 'A charge that is not what was used' },
  'bill-differs': { zh: '账单与费用或账本不一致', en: 'A bill that differs from what was charged or entered' },
  'bill-missing': { zh: '账本分录缺少账单', en: 'A ledger’s entry without its bill' },
  'bill-unentered': { zh: '账单缺少账本分录', en: 'A bill that is not entered in its ledger' },
  'ledger-broken': { zh: '账本前后不衔接', en: 'A ledger that does not add up' },
  'ledger-entry-missing': { zh: '账本分录的记录不完整', en: 'A ledger’s entry without its rows' },
  'window-missing': { zh: '缺少用量上报窗口', en: 'A metering window without its row' },
  'window-forgotten': { zh: '被遗漏的用量上报窗口', en: 'A metering window that was forgotten' },
  'metering-differs': { zh: '已出账与已上报的金额不一致', en: 'An instance billed otherwise than metered' },
};

export const mailWords: Words = {
  closure: { zh: '业务关闭通知', en: 'Service closure' },
  overdue: { zh: '欠费通知', en: 'Overdue bill' },
  change: { zh: '结算方式更改通知', en: 'Change of settlement' },
  arrears: { zh: '费用中心账号欠款通知', en: 'Arrears of the account' },
  statement: { zh: '月度账单', en: 'Monthly statement' },
};

export const reasonWords: Words = {
  malformed: { zh: '格式不符', en: 'No usage as agreed' },
  'quantity-malformed': { zh: '用量格式不符', en: 'Malformed quantity' },
  'quantity-too-large': { zh: '用量过大', en: 'Quantity too large' },
  'workspace-not-found': { zh: '工作空间不存在', en: 'No such workspace' },
  'item-not-known': { zh: '计费项不存在', en: 'Unknown item' },
  'retention-not-known': { zh: '保存时长不存在', en: 'Unknown retention' },
  'time-in-future': { zh: '事件时间晚于当前', en: 'Event ahead of time' },
  'hour-in-future': { zh: '小时尚未开始', en: 'Hour not begun' },
  'hour-too-old': { zh: '早于 35 天', en: 'Older than 35 days' },
  'before-workspace': { zh: '早于工作空间创建', en: 'Before its workspace' },
};

export const stoppedWords: Words = {
  'repair-limit': { zh: '已达到修复上限', en: 'limit of repairs reached' },
};

export const wordsOf = (words: Words, kind: string): Bilingual =>
  (Object.hasOwn(words, kind) && words[kind]) || { zh: kind, en: kind };

/** What findings about money come to: `CNY 12.5`, and each further currency behind it. */
export const moneyOf = (differences: Readonly<Record<string, string>>): string =>
  Object.entries(differences)
    .map(([currency, amount]) => `${currency} ${amount}`)
    .join(', ');
