/** Who is logged in at AliCloud, as these pages pretend: the account that buys, and sees what it bought. */
import { remembered } from '../../functions/console/pages/remembered';
import { accountId } from '../../shared/validation/account-id';

const FIRST_BUYER = '1234567890123456';

export const buyer = remembered<string>('simulator-alicloud-account', (stored) => {
  const { data } = accountId.safeParse(stored);
  return data ?? FIRST_BUYER;
});
