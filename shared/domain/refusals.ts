/**
 * Every way to refuse a request: a fact as data, never an exception. The order is the one in which they are decided when
 * several apply, so the first in the list is the one that is told (the contract's table; authentication first, then the
 * body, then the rest).
 *
 * A refusal's sentence tells the person what to do next. The two that would give something away say less on purpose:
 * `instance-not-found` does not tell an unknown instance from another customer's, nor `workspace-not-found` a missing
 * workspace from someone else's.
 */
import type * as z from 'zod';
import type { Bilingual, Language } from '../validation/language';
import type { RefusalCode } from '../validation/refusal-code';

export { type RefusalCode, refusalCodes } from '../validation/refusal-code';

export interface RefusalFacts {
  /** HTTP status. */
  readonly status: number;
  /** Whether the same request can succeed later though nobody does anything: it only needs time (`Retry-After`). */
  readonly again: boolean;
  /** The problem in a few words, the same at every occurrence (`title` of RFC 9457). */
  readonly title: string;
  /** What to do next, one sentence (`detail` of RFC 9457). */
  readonly sentence: Bilingual;
}

export const refusals: Readonly<Record<RefusalCode, RefusalFacts>> = {
  'not-found': {
    status: 404,
    again: false,
    title: 'Not found',
    sentence: {
      zh: '这个地址不存在，请核对地址后重试。',
      en: 'There is nothing at this address: please check it and try again.',
    },
  },
  'method-not-allowed': {
    status: 405,
    again: false,
    title: 'Method not allowed',
    sentence: {
      zh: '这个地址不支持该请求方法，请改用 Allow 响应头中列出的方法。',
      en: 'This address does not take that method: please use one that the Allow header lists.',
    },
  },
  'unsupported-media-type': {
    status: 415,
    again: false,
    title: 'Unsupported media type',
    sentence: {
      zh: '请以 JSON 格式发送请求内容，并将 Content-Type 设为 application/json。',
      en: 'Please send the body as JSON, with the Content-Type application/json.',
    },
  },
  'body-too-large': {
    status: 413,
    again: false,
    title: 'Body too large',
    sentence: {
      zh: '请求内容超过 64 KiB，请精简后重新发送。',
      en: 'The body is larger than 64 KiB: please send a smaller one.',
    },
  },
  'too-many-attempts': {
    status: 429,
    again: true,
    title: 'Too many attempts',
    sentence: {
      zh: '尝试次数过多，请稍等一会儿再试。',
      en: 'There were too many attempts: please wait a while, then try again.',
    },
  },
  'not-signed-in': {
    status: 401,
    again: false,
    title: 'Not signed in',
    sentence: {
      zh: '您尚未登录或登录已过期，请重新登录费用中心。',
      en: 'You are not signed in, or no longer: please log in to the Billing Center.',
    },
  },
  'wrong-credentials': {
    status: 401,
    again: false,
    title: 'Wrong credentials',
    sentence: {
      zh: '用户名或密码不正确，请核对后重新登录。',
      en: 'The username or the password is wrong: please check both and log in again.',
    },
  },
  'cross-site-request': {
    status: 403,
    again: false,
    title: 'Cross-site request',
    sentence: {
      zh: '该请求来自其他网站，已被拒绝，请在费用中心页面上重新操作。',
      en: 'The request came from another website and was not carried out: please repeat it in the Billing Center itself.',
    },
  },
  'invalid-request': {
    status: 400,
    again: false,
    title: 'Invalid request',
    sentence: {
      zh: '提交的内容有误，请按 errors 中逐项列出的提示修改后重新提交。',
      en: 'Something in the request is not right: please correct each point listed in errors and send it again.',
    },
  },
  'idempotency-key-reused': {
    status: 422,
    again: false,
    title: 'Idempotency key reused',
    sentence: {
      zh: '该 Idempotency-Key 已用于另一个内容不同的请求，请为本次请求换用新的值。',
      en: 'This Idempotency-Key was used for a request with another body: please send a new key with this one.',
    },
  },
  'workspace-not-found': {
    status: 404,
    again: false,
    title: 'Workspace not found',
    sentence: {
      zh: '在您的费用中心账号下没有找到该工作空间，请核对站点和工作空间 ID。',
      en: 'Your Billing Center account has no such workspace: please check the site and the workspace ID.',
    },
  },
  'workspace-changed': {
    status: 412,
    again: false,
    title: 'Workspace changed',
    sentence: {
      zh: '该工作空间的结算方式已被更改，请刷新查看最新状态后再决定是否更改。',
      en: 'The settlement of this workspace was changed meanwhile: please load it again, then decide.',
    },
  },
  'instance-not-found': {
    status: 404,
    again: false,
    title: 'Instance not found',
    sentence: {
      zh: '没有找到属于该账号 ID 的商品实例，请在云市场“已购买的服务”中核对商品实例 ID，并确认账号 ID 是购买时所用的主账号。',
      en: 'No such product instance belongs to this account ID: please check the product instance ID in the marketplace under Purchased Services, and that the account ID is the main account that bought it.',
    },
  },
  'cloud-account-linked-elsewhere': {
    status: 409,
    again: false,
    title: 'AliCloud account linked elsewhere',
    sentence: {
      zh: '该阿里云账号已关联另一个费用中心账号，请登录那个费用中心账号操作，或换用其他阿里云账号。',
      en: 'This AliCloud account is linked to another Billing Center account: please log in to that one, or use another AliCloud account.',
    },
  },
  'proof-required': {
    status: 409,
    again: false,
    title: 'Proof required',
    sentence: {
      zh: '首次使用该阿里云账号结算需要验证，请在云市场“已购买的服务”中点击该实例的“免登”进入本页后再提交。',
      en: 'The first settlement by this AliCloud account has to be proven: please come here from the marketplace, with the log-in link beside the instance under Purchased Services, and send it again.',
    },
  },
  'instance-not-ready': {
    status: 409,
    again: true,
    title: 'Instance not ready',
    sentence: {
      zh: '该商品实例正在开通中，请稍等片刻再提交。',
      en: 'This product instance is still being opened: please wait a moment, then send it again.',
    },
  },
  'instance-closed': {
    status: 409,
    again: false,
    title: 'Instance closed',
    sentence: {
      zh: '该商品实例已关闭，请在云市场重新开通后填写新的商品实例 ID。',
      en: 'This product instance is closed: please activate the service in the marketplace again and enter the new product instance ID.',
    },
  },
  'instance-overdue': {
    status: 409,
    again: false,
    title: 'Instance overdue',
    sentence: {
      zh: '该商品实例已欠费，请在阿里云结清欠款后再提交。',
      en: 'This product instance is overdue: please pay what is owed at AliCloud, then send it again.',
    },
  },
  'settlement-change-not-allowed': {
    status: 409,
    again: false,
    title: 'Settlement change not allowed',
    sentence: {
      zh: '目前不能更改该工作空间的结算方式，请稍后再试或联系我们。',
      en: 'The settlement of this workspace cannot be changed now: please try later, or contact us.',
    },
  },
  'username-taken': {
    status: 409,
    again: false,
    title: 'Username taken',
    sentence: {
      zh: '该用户名已被使用，请换一个用户名；如果这是您的账号，请直接登录。',
      en: 'This username is taken: please choose another one, or log in if the account is yours.',
    },
  },
  'try-again': {
    status: 503,
    again: true,
    title: 'Try again',
    sentence: {
      zh: '服务暂时不可用，请稍等片刻后重新提交，重复提交不会产生影响。',
      en: 'The service is not available for the moment: please send the same again shortly, which is safe.',
    },
  },
};

export interface RefusalDetails {
  /** In seconds, for a refusal that only needs time. */
  readonly retryAfterS?: number;
  /** In place of the general sentence: a policy that refuses says which it is and until when. */
  readonly sentence?: Bilingual;
  /** What is wrong with the request, for `invalid-request`. */
  readonly error?: z.core.$ZodError;
  /** The methods of the address, as the Allow header lists them, for `method-not-allowed`. */
  readonly allow?: string;
}

export interface Refused extends RefusalDetails {
  readonly kind: 'refused';
  readonly code: RefusalCode;
}

export const refused = (code: RefusalCode, details: RefusalDetails = {}): Refused => ({
  kind: 'refused',
  code,
  ...details,
});

/** `detail` of the answer. */
export const detailOf = ({ code, sentence }: Refused, language: Language): string =>
  (sentence ?? refusals[code].sentence)[language];

/** Our decision: where only time is needed and nobody knows how much. */
const retryAfterS = 5;

/** `Retry-After` of the answer, in seconds; undefined where waiting does not help. */
export const retryAfterSOf = (refusal: Refused): number | undefined =>
  refusal.retryAfterS ?? (refusals[refusal.code].again ? retryAfterS : undefined);
