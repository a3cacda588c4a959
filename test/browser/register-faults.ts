/**
 * What can be wrong with each field of the registration, and the sentence that then stands at it, in both languages. The steps
 * are in the order of the page; a field is named as its place in the body.
 */
import type { Bilingual } from '../../shared/validation/language';

export interface FieldFault extends Bilingual {
  readonly field: string;
  /** What is entered; for a box to be ticked, nothing. */
  readonly input: string;
}

const long = (length: number): string => 'a'.repeat(length);

const whereAccountId = {
  zh: '请在阿里云控制台右上角的头像菜单中复制主账号的账号 ID。',
  en: 'please copy the account ID of the main account from the avatar menu at the top right of the AliCloud console.',
};
const whereInstanceId = {
  zh: '请在云市场“已购买的服务”中复制商品实例 ID。',
  en: 'please copy the product instance ID from Purchased Services in the marketplace.',
};

// biome-ignore format: a table
export const basicFaults: readonly FieldFault[] = [
  { field: 'username', input: '', zh: '请填写“用户名”。', en: 'Please fill in the username.' },
  { field: 'username', input: 'ab', zh: '“用户名”至少需要 3 个字符，请补充。', en: 'Please use at least 3 characters for the username.' },
  { field: 'username', input: long(65), zh: '“用户名”最多 64 个字符，请缩短。', en: 'Please shorten the username to at most 64 characters.' },
  { field: 'username', input: 'acme corp', zh: '“用户名”的格式不正确，请改为：以字母或数字开头，仅包含英文字母、数字和 . _ @ - 的文本。', en: 'Please correct the username: it must be text of letters, digits and . _ @ - that starts with a letter or digit.' },
  { field: 'password', input: '', zh: '请填写“密码”。', en: 'Please fill in the password.' },
  { field: 'password', input: 'short', zh: '“密码”至少需要 8 个字符，请补充。', en: 'Please use at least 8 characters for the password.' },
  { field: 'password', input: long(129), zh: '“密码”最多 128 个字符，请缩短。', en: 'Please shorten the password to at most 128 characters.' },
  { field: 'password', input: 'password123', zh: '这个“密码”太容易被猜到，请换一个。', en: 'This password is too easy to guess: please choose another one.' },
  { field: 'email', input: '', zh: '请填写“邮箱”。', en: 'Please fill in the e-mail address.' },
  { field: 'email', input: 'ops@acme', zh: '“邮箱”的格式不正确，请改为：类似 name@example.com 的邮箱地址。', en: 'Please correct the e-mail address: it must be an address like name@example.com.' },
  { field: 'email', input: `${long(250)}@b.cn`, zh: '“邮箱”最多 254 个字符，请缩短。', en: 'Please shorten the e-mail address to at most 254 characters.' },
  { field: 'phone', input: '1234', zh: '“电话号码”的格式不正确，请改为：5 至 15 位数字，可带 + 和国家代码，例如 13800138000。', en: 'Please correct the phone number: it must be 5 to 15 digits, with + and the country code if you like, for example +8613800138000.' },
];

// biome-ignore format: a table
export const companyFaults: readonly FieldFault[] = [
  { field: 'company', input: long(257), zh: '“公司名称”最多 256 个字符，请缩短。', en: 'Please shorten the company name to at most 256 characters.' },
];

// biome-ignore format: a table
export const activationFaults: readonly FieldFault[] = [
  { field: 'workspace_name', input: '', zh: '请填写“工作空间名称”。', en: 'Please fill in the workspace name.' },
  { field: 'workspace_name', input: long(257), zh: '“工作空间名称”最多 256 个字符，请缩短。', en: 'Please shorten the workspace name to at most 256 characters.' },
  { field: 'settlement_accountId', input: '', zh: `请填写“账号 ID”：${whereAccountId.zh}`, en: `The account ID is missing: ${whereAccountId.en}` },
  { field: 'settlement_accountId', input: 'acme-cloud', zh: `“账号 ID”只含数字，${whereAccountId.zh}`, en: `An account ID has digits only: ${whereAccountId.en}` },
  { field: 'settlement_accountId', input: '123456789012345', zh: '“账号 ID”应为 16 位数字（少数为 14 位），请核对是否漏填或多填。', en: 'An account ID has 16 digits, rarely 14: please check that none is missing and none too many.' },
  { field: 'settlement_accountId', input: 'ops@1234567890123456.onaliyun.com', zh: '这是 RAM 用户的登录名，请改填主账号的账号 ID，可能是 @ 后的 1234567890123456，请核对后填写。', en: 'This is a RAM user’s log-in name: please enter the main account’s ID, which may be 1234567890123456, the digits after @; check it first.' },
  { field: 'settlement_accountId', input: 'ops@acme.onaliyun.com', zh: `这是 RAM 用户的登录名，${whereAccountId.zh}`, en: `This is a RAM user’s log-in name: ${whereAccountId.en}` },
  { field: 'settlement_accountId', input: '234567890123456789', zh: `这是 RAM 用户的 ID（18 位），${whereAccountId.zh}`, en: `This is the ID of a RAM user (18 digits): ${whereAccountId.en}` },
  { field: 'settlement_accountId', input: 'LTAI5tExampleKeyId', zh: `这是 AccessKey ID，请不要在此填写，${whereAccountId.zh}`, en: `This is an AccessKey ID, which does not belong here: ${whereAccountId.en}` },
  { field: 'settlement_instanceId', input: '', zh: `请填写“商品实例 ID”：${whereInstanceId.zh}`, en: `The product instance ID is missing: ${whereInstanceId.en}` },
  { field: 'settlement_instanceId', input: 'i-33884913', zh: `“商品实例 ID”只含数字，${whereInstanceId.zh}`, en: `A product instance ID has digits only: ${whereInstanceId.en}` },
  { field: 'settlement_instanceId', input: '12345', zh: '“商品实例 ID”应为 6 至 12 位数字，请核对是否漏填或多填。', en: 'A product instance ID has 6 to 12 digits: please check that none is missing and none too many.' },
  { field: 'settlement_instanceId', input: 'cmgj00053362', zh: `这是商品代码，${whereInstanceId.zh}`, en: `This is the product’s code: ${whereInstanceId.en}` },
  { field: 'settlement_instanceId', input: '222222222222222', zh: `这是订单号（15 位），${whereInstanceId.zh}`, en: `This is the ID of an order (15 digits): ${whereInstanceId.en}` },
  { field: 'settlement_instanceId', input: '1234567890123456', zh: `这是账号 ID，请填到“账号 ID”一栏；这里${whereInstanceId.zh}`, en: `This is an account ID, which belongs in the field beside: here ${whereInstanceId.en}` },
];
