/**
 * Personal data, as far as an operator needs it: enough to recognise a customer who is on the telephone, not enough to take
 * along. Whoever has to write to the customer asks for it whole, with --personal.
 */

/** `o***@acme.example`: the domain tells a mistyped one. */
export const maskedEmail = (email: string): string => email.replace(/^(.).*(?=@)/su, '$1***');

/** Its last two digits. */
export const maskedPhone = (phone: string): string => `***${phone.slice(-2)}`;
