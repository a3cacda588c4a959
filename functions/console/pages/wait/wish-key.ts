/**
 * The Idempotency-Key of a wish: the same as long as the same is wished, through a reload too, so that a request whose answer
 * was lost is not carried out twice. Our decision: a password is no part of what makes two wishes the same, as with the API;
 * so nothing that could betray it is kept.
 */
import * as z from 'zod';
import type { Kept } from '../kept';

const schema = z.object({ key: z.string(), wish: z.string() });

export interface WishKey {
  of(body: unknown): string;
  /** The next one is new: this was used up. */
  forget(): void;
}

export const createWishKey = (kept: Kept, random = () => crypto.randomUUID() as string): WishKey => ({
  of(body) {
    const wish = JSON.stringify(body, (member, value: unknown) => (member === 'password' ? undefined : value));
    const known = schema.safeParse(kept.read()).data;
    if (known?.wish === wish) return known.key;
    const key = random();
    kept.write({ key, wish });
    return key;
  },
  forget: () => kept.forget(),
});
