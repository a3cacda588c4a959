/** Sends a wish under its key. A key that was used up for something else, with an answer that never came, is replaced. */
import { isRefusal } from '../api';
import type { WishKey } from './wish-key';

export const withKey = async <Answer>(
  wishKey: WishKey,
  body: unknown,
  send: (key: string) => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await send(wishKey.of(body));
  } catch (fault) {
    if (!isRefusal(fault, 'idempotency-key-reused')) throw fault;
    wishKey.forget();
    return await send(wishKey.of(body));
  }
};
