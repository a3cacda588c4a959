/**
 * The sentence for each fault, in both languages: what to do next, friendly and exact. Where to find the two numbers that
 * people get wrong is said with each mistake about them. (Alibaba Cloud: the account ID stands in the console under the
 * avatar; the product instance ID in the marketplace under Purchased Services.)
 */
import type { FaultCode, Flaw } from './fault-code';
import type { Bilingual } from './language';

/** What a sentence can speak of: the field by name, its right form, its bounds, its choices. */
export interface Subject extends Omit<Flaw, 'code'> {
  readonly label: string;
  readonly form: string;
  /** The values to choose from. */
  readonly offered?: string;
}

type Sentence = (subject: Subject) => string;

const whereAccountId = {
  zh: '请在阿里云控制台右上角的头像菜单中复制主账号的账号 ID',
  en: 'please copy the account ID of the main account from the avatar menu at the top right of the AliCloud console',
};

const whereInstanceId = {
  zh: '请在云市场“已购买的服务”中复制商品实例 ID',
  en: 'please copy the product instance ID from Purchased Services in the marketplace',
};

export const sentences: Readonly<Record<FaultCode, Bilingual<Sentence>>> = {
  required: {
    zh: ({ label, offered }) => (offered ? `请选择“${label}”，可选值：${offered}。` : `请填写“${label}”。`),
    en: ({ label, offered }) => (offered ? `Please choose the ${label}: ${offered}.` : `Please fill in the ${label}.`),
  },
  'too-short': {
    zh: ({ label, minimum }) => `“${label}”至少需要 ${minimum} 个字符，请补充。`,
    en: ({ label, minimum }) => `Please use at least ${minimum} characters for the ${label}.`,
  },
  'too-long': {
    zh: ({ label, maximum }) => `“${label}”最多 ${maximum} 个字符，请缩短。`,
    en: ({ label, maximum }) => `Please shorten the ${label} to at most ${maximum} characters.`,
  },
  malformed: {
    zh: ({ label, form }) => `“${label}”的格式不正确，请改为：${form}。`,
    en: ({ label, form }) => `Please correct the ${label}: it must be ${form}.`,
  },
  'not-offered': {
    zh: ({ label, offered }) => `没有这个“${label}”，请从以下值中选择：${offered}。`,
    en: ({ label, offered }) => `There is no such ${label}: please choose one of ${offered}.`,
  },
  'too-common': {
    zh: ({ label }) => `这个“${label}”太容易被猜到，请换一个。`,
    en: ({ label }) => `This ${label} is too easy to guess: please choose another one.`,
  },
  'must-be-accepted': {
    zh: ({ label }) => `请先阅读并同意“${label}”。`,
    en: ({ label }) => `Please read and accept the ${label} to go on.`,
  },
  'range-reversed': {
    zh: ({ label }) => `“${label}”不能早于开始日期，请调整。`,
    en: ({ label }) => `Please correct the ${label}: it is before the first day.`,
  },
  'range-too-long': {
    zh: ({ maximum }) => `请缩短日期范围，最多 ${maximum} 天。`,
    en: ({ maximum }) => `Please choose at most ${maximum} days at a time.`,
  },
  'range-too-full': {
    zh: () => '账单过多，一个文件放不下，请缩短日期范围，或选择一个站点或工作空间。',
    en: () => 'Please choose fewer days, one site or one workspace: these bills are more than one file holds.',
  },
  'account-id-missing': {
    zh: () => `请填写“账号 ID”：${whereAccountId.zh}。`,
    en: () => `The account ID is missing: ${whereAccountId.en}.`,
  },
  'account-id-not-digits': {
    zh: () => `“账号 ID”只含数字，${whereAccountId.zh}。`,
    en: () => `An account ID has digits only: ${whereAccountId.en}.`,
  },
  'account-id-wrong-length': {
    zh: () => '“账号 ID”应为 16 位数字（少数为 14 位），请核对是否漏填或多填。',
    en: () => 'An account ID has 16 digits, rarely 14: please check that none is missing and none too many.',
  },
  'account-id-is-ram-login': {
    zh: ({ suggestion }) =>
      suggestion
        ? `这是 RAM 用户的登录名，请改填主账号的账号 ID，可能是 @ 后的 ${suggestion}，请核对后填写。`
        : `这是 RAM 用户的登录名，${whereAccountId.zh}。`,
    en: ({ suggestion }) =>
      suggestion
        ? `This is a RAM user’s log-in name: please enter the main account’s ID, which may be ${suggestion}, the digits after @; check it first.`
        : `This is a RAM user’s log-in name: ${whereAccountId.en}.`,
  },
  'account-id-is-ram-user': {
    zh: () => `这是 RAM 用户的 ID（18 位），${whereAccountId.zh}。`,
    en: () => `This is the ID of a RAM user (18 digits): ${whereAccountId.en}.`,
  },
  'account-id-is-access-key': {
    zh: () => `这是 AccessKey ID，请不要在此填写，${whereAccountId.zh}。`,
    en: () => `This is an AccessKey ID, which does not belong here: ${whereAccountId.en}.`,
  },
  'instance-id-missing': {
    zh: () => `请填写“商品实例 ID”：${whereInstanceId.zh}。`,
    en: () => `The product instance ID is missing: ${whereInstanceId.en}.`,
  },
  'instance-id-not-digits': {
    zh: () => `“商品实例 ID”只含数字，${whereInstanceId.zh}。`,
    en: () => `A product instance ID has digits only: ${whereInstanceId.en}.`,
  },
  'instance-id-wrong-length': {
    zh: () => '“商品实例 ID”应为 6 至 12 位数字，请核对是否漏填或多填。',
    en: () => 'A product instance ID has 6 to 12 digits: please check that none is missing and none too many.',
  },
  'instance-id-is-product-code': {
    zh: () => `这是商品代码，${whereInstanceId.zh}。`,
    en: () => `This is the product’s code: ${whereInstanceId.en}.`,
  },
  'instance-id-is-order-id': {
    zh: () => `这是订单号（15 位），${whereInstanceId.zh}。`,
    en: () => `This is the ID of an order (15 digits): ${whereInstanceId.en}.`,
  },
  'instance-id-is-account-id': {
    zh: () => `这是账号 ID，请填到“账号 ID”一栏；这里${whereInstanceId.zh}。`,
    en: () => `This is an account ID, which belongs in the field beside: here ${whereInstanceId.en}.`,
  },
};
