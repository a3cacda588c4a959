/** DirectMail (DM 2015-11-23): SingleSendMail. It has no idempotency field; whoever sends twice mails twice. */
import { type Mailer, Undeliverable } from '../ports';
import { type Credentials, callOpenApi, OpenApiRefusal } from './open-api';

/**
 * What DirectMail's list of error codes says of the recipient's address: that its form is wrong, or that it stands among
 * the addresses which mail did not reach before (`.Spam`). Our decision: these are final, and no others, for the others are
 * about us: the sender's address, its quota, the body, the permission. Those pass, or are mended here.
 */
const ofTheAddress = ['InvalidToAddress', 'InvalidToAddress.Spam', 'InvalidReceiverName.Malformed'];

/** `sender` is an address that was verified in DirectMail's console. */
export const directMail = (endpoint: string, sender: string, credentials: Credentials): Mailer => ({
  async send({ to, subject, html, text }) {
    try {
      await callOpenApi(endpoint, credentials, {
        action: 'SingleSendMail',
        version: '2015-11-23',
        service: 'mail',
        patienceMs: 8_000,
        query: { AccountName: sender, AddressType: '1', ReplyToAddress: 'false', ToAddress: to, Subject: subject },
        form: { HtmlBody: html, TextBody: text },
      });
    } catch (fault) {
      if (!(fault instanceof OpenApiRefusal && ofTheAddress.includes(fault.code))) throw fault;
      throw new Undeliverable(`DirectMail sends nothing to this address: ${fault.code}.`, { cause: fault });
    }
  },
});
