/**
 * The account ID: the UID of the main AliCloud account, which pays. Decimal digits, in practice 16, in the vendor's
 * samples also 14; a RAM user's ID has 18 and a RAM user logs in as `<user>@<alias>.onaliyun.com`, where the alias is the
 * main account's UID unless it was changed. (Alibaba Cloud: "View the account ID", "RAM user logon".)
 */
import type * as z from 'zod';
import type { Flaw } from './fault-code';
import { rule, text } from './text';

/** The digits after `@` are offered when they can be an account ID, never taken silently: the alias can be any name. */
const ramLoginFlaw = (login: string): Flaw => {
  const suggestion = /@(\d{16}|\d{14})(?!\d)/.exec(login)?.[1];
  return { code: 'account-id-is-ram-login', ...(suggestion === undefined ? {} : { suggestion }) };
};

const accountIdFlaw = (id: string): Flaw | undefined => {
  if (id === '') return { code: 'account-id-missing' };
  if (id.includes('@')) return ramLoginFlaw(id);
  if (/^LTAI/i.test(id)) return { code: 'account-id-is-access-key' };
  if (!/^\d+$/.test(id)) return { code: 'account-id-not-digits' };
  if (id.length === 18) return { code: 'account-id-is-ram-user' };
  if (id.length !== 14 && id.length !== 16) return { code: 'account-id-wrong-length' };
  return undefined;
};

/** Text of 14 or 16 digits; surrounding white space and full-width digits (NFKC) are normalised. */
export const accountId = text('account-id-missing')
  .normalize('NFKC')
  .trim()
  .check(rule(accountIdFlaw))
  .brand<'AccountId'>();
export type AccountId = z.output<typeof accountId>;
