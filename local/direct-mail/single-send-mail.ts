/**
 * SingleSendMail of DirectMail, DM 2015-11-23: what it requires, what it refuses, and the mails that come of it. Names,
 * limits and codes are those of the vendor's page of the operation and of its error codes.
 *
 * Our decision, where these pages differ or are vague: the stricter reading. A subject has at most 100 characters, an
 * alias fewer than 15, and 80 kB are 80,000 bytes of UTF-8.
 */
import type { OpenApiFault } from '../openapi/fault';
import type { RpcParameters } from '../openapi/rpc';

/** A mail as it was asked for, to one address or several. `html` or `text` is empty where it has no such body. */
export interface Mail {
  to: readonly string[];
  subject: string;
  html: string;
  text: string;
}

const MOST_ADDRESSES = 100;
const LONGEST_SUBJECT = 100;
const LONGEST_ALIAS = 14;
const LONGEST_BODY_BYTES = 80_000;
const ADDRESS = /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/;
const LINE_BREAK = /[\r\n]/;

const required = ['AccountName', 'AddressType', 'ReplyToAddress', 'ToAddress', 'Subject'] as const;

/** `sender` is the one address that may send: what the console calls a verified sender address. */
export const readSingleSendMail = (parameters: RpcParameters, sender: string): Mail | OpenApiFault => {
  for (const name of required) {
    if (!parameters[name]) return fault(`Missing${name}`, `${name} is mandatory for this action.`);
  }
  const { AccountName, AddressType = '', ReplyToAddress = '', ToAddress = '', Subject: subject = '' } = parameters;
  const { FromAlias = '', HtmlBody: html = '', TextBody: text = '' } = parameters;
  const to = ToAddress.split(',');

  if (!['0', '1'].includes(AddressType)) return notValid('AddressType');
  if (!['true', 'false'].includes(ReplyToAddress)) return notValid('ReplyToAddress');
  if (AccountName !== sender)
    return fault('InvalidMailAddress.NotFound', 'The specified mailAddress does not exist.', 404);
  if (to.length > MOST_ADDRESSES || !to.every((address) => ADDRESS.test(address))) {
    return fault('InvalidToAddress', 'The specified toAddress is wrongly formed.');
  }
  if (FromAlias.length > LONGEST_ALIAS || LINE_BREAK.test(FromAlias)) {
    return fault('InvalidFromAlias.Malformed', 'The specified fromAlias is wrongly formed.');
  }
  if (subject.length > LONGEST_SUBJECT || LINE_BREAK.test(subject)) {
    return fault('InvalidSubject.Malformed', 'The specified subject is wrongly formed.');
  }
  if ((!html && !text) || isTooLong(html) || isTooLong(text)) {
    return fault('InvalidBody', 'The specified textBody or htmlBody is wrongly formed.');
  }
  return { to, subject, html, text };
};

const isTooLong = (body: string): boolean => Buffer.byteLength(body) > LONGEST_BODY_BYTES;

const fault = (code: string, message: string, status = 400): OpenApiFault => ({ status, code, message });

const notValid = (name: string): OpenApiFault => fault(`Invalid${name}`, `Specified parameter ${name} is not valid.`);
