/** DirectMail (DM 2015-11-23): SingleSendMail. It has no idempotency field; whoever sends twice mails twice. */
import type { Mailer } from '../ports';
import { type Credentials, callOpenApi } from './open-api';

/** `sender` is an address that was verified in DirectMail's console. */
export const directMail = (endpoint: string, sender: string, credentials: Credentials): Mailer => ({
  async send({ to, subject, html, text }) {
    await callOpenApi(endpoint, credentials, {
      action: 'SingleSendMail',
      version: '2015-11-23',
      query: { AccountName: sender, AddressType: '1', ReplyToAddress: 'false', ToAddress: to, Subject: subject },
      form: { HtmlBody: html, TextBody: text },
    });
  },
});
