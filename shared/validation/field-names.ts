/**
 * What the members of requests are called when we speak to a person, and the form in which each is right. One table for
 * all of them, because a member has one meaning wherever it stands; the words are those of the product's pages.
 */
import type { Bilingual } from './language';
import { sites } from './site';

export interface FieldName {
  readonly label: Bilingual;
  /** What is right, as the end of "it must be …". */
  readonly form: Bilingual;
  /** What its values are called, where people do not know them by their codes. */
  readonly values?: Readonly<Record<string, { readonly name: Bilingual }>>;
}

const instanceId: FieldName = {
  label: { zh: '商品实例 ID', en: 'product instance ID' },
  form: {
    zh: '用引号括起的数字文本，例如 "33884913"',
    en: 'digits as text, in quotation marks, for example "33884913"',
  },
};

const settlement: FieldName = {
  label: { zh: '结算方式', en: 'settlement method' },
  form: { zh: '包含 method 的对象', en: 'an object with a method' },
};

const oneLine = { zh: '不含换行和控制字符的单行文本', en: 'text on one line, without control characters' };

const aDay = { zh: '类似 2026-01-31 的日期', en: 'a day like 2026-01-31' };

const body: FieldName = {
  label: { zh: '请求内容', en: 'request' },
  form: { zh: '一个 JSON 对象', en: 'a JSON object' },
};

const fieldNames: Readonly<Record<string, FieldName>> = {
  site: {
    label: { zh: '站点', en: 'site' },
    form: { zh: '站点代码文本，例如 "cn1"', en: 'the code of a site as text, for example "cn1"' },
    values: sites,
  },
  username: {
    label: { zh: '用户名', en: 'username' },
    form: {
      zh: '以字母或数字开头，仅包含英文字母、数字和 . _ @ - 的文本',
      en: 'text of letters, digits and . _ @ - that starts with a letter or digit',
    },
  },
  password: { label: { zh: '密码', en: 'password' }, form: { zh: '文本', en: 'text' } },
  email: {
    label: { zh: '邮箱', en: 'e-mail address' },
    form: { zh: '类似 name@example.com 的邮箱地址', en: 'an address like name@example.com' },
  },
  phone: {
    label: { zh: '电话号码', en: 'phone number' },
    form: {
      zh: '5 至 15 位数字，可带 + 和国家代码，例如 13800138000',
      en: '5 to 15 digits, with + and the country code if you like, for example +8613800138000',
    },
  },
  company: { label: { zh: '公司名称', en: 'company name' }, form: oneLine },
  workspace: {
    label: { zh: '工作空间', en: 'workspace' },
    form: { zh: '包含 name 和 language 的对象', en: 'an object with a name and a language' },
  },
  workspaceId: {
    label: { zh: '工作空间 ID', en: 'workspace ID' },
    form: { zh: 'wksp_ 加 32 位小写十六进制字符', en: 'wksp_ and 32 lower-case hexadecimal digits' },
  },
  name: { label: { zh: '工作空间名称', en: 'workspace name' }, form: oneLine },
  language: {
    label: { zh: '工作空间语言', en: 'workspace language' },
    form: { zh: '语言代码文本，例如 "zh"', en: 'the code of a language as text, for example "en"' },
  },
  settlement,
  method: {
    label: settlement.label,
    form: { zh: '结算方式代码文本，例如 "alicloud"', en: 'the code of a method as text, for example "alicloud"' },
  },
  accountId: {
    label: { zh: '账号 ID', en: 'account ID' },
    form: {
      zh: '用引号括起的数字文本，例如 "1234567890123456"',
      en: 'digits as text, in quotation marks, for example "1234567890123456"',
    },
  },
  instanceId,
  closedBy: instanceId,
  proof: {
    label: { zh: '免登凭证', en: 'proof of the log-in from the marketplace' },
    form: { zh: '注册页地址中的原文', en: 'the text in the registration page’s address, unchanged' },
  },
  agreementAccepted: { label: { zh: '服务协议', en: 'agreements' }, form: { zh: 'true', en: 'true' } },
  cookie: { label: { zh: 'cookie 选项', en: 'cookie option' }, form: { zh: 'true 或 false', en: 'true or false' } },
  limit: {
    label: { zh: '每页数量', en: 'number per page' },
    form: { zh: '1 至 200 的整数', en: 'a whole number from 1 to 200' },
  },
  cursor: {
    label: { zh: '翻页位置', en: 'cursor' },
    form: { zh: '上一页返回的 nextCursor 原文', en: 'the nextCursor of the page before, unchanged' },
  },
  from: { label: { zh: '开始日期', en: 'first day' }, form: aDay },
  to: { label: { zh: '结束日期', en: 'last day' }, form: aDay },
  day: { label: { zh: '日期', en: 'day' }, form: aDay },
  currency: {
    label: { zh: '币种', en: 'currency' },
    form: { zh: '币种代码文本，例如 "CNY"', en: 'the code of a currency as text, for example "CNY"' },
  },
  q: {
    label: { zh: '工作空间名称的开头', en: 'start of the workspace name' },
    form: { zh: '一段文本', en: 'one text' },
  },
  'idempotency-key': {
    label: { zh: 'Idempotency-Key 请求头', en: 'Idempotency-Key header' },
    form: { zh: '可见的 ASCII 字符，不含空格', en: 'visible ASCII characters without spaces' },
  },
};

export const isNamed = (member: string): boolean => Object.hasOwn(fieldNames, member);

/** By the innermost member of a path: `['workspace', 'name']` is the workspace's name, `[]` the request itself. */
export const fieldNameOf = (path: readonly PropertyKey[]): FieldName => {
  const member = path.findLast((segment) => typeof segment === 'string');
  if (member === undefined) return body;
  const named = isNamed(member) ? fieldNames[member] : undefined;
  return named ?? { label: { zh: member, en: member }, form: { zh: '正确的格式', en: 'in the right form' } };
};
