/**
 * Passwords, hashed with scrypt. Cost: N = 2^15, r = 8, p = 3, one of the settings that OWASP's password storage cheat
 * sheet holds equal; it needs 32 MB. The parameters stand in the hash, so that they can be raised later.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { Hasher } from '../ports';

const COST = { N: 2 ** 15, r: 8, p: 3 };
const HASH_BYTES = 32;
const SALT_BYTES = 16;

/** What an unknown username's password is compared with: it fits no password, and takes as long. */
const NOBODY = `scrypt$${COST.N}$${COST.r}$${COST.p}$${'0'.repeat(2 * SALT_BYTES)}$${'0'.repeat(2 * HASH_BYTES)}`;

export const scryptHasher: Hasher = {
  async hash(password) {
    const salt = randomBytes(SALT_BYTES);
    const hash = await derive(password, salt, COST);
    return ['scrypt', COST.N, COST.r, COST.p, salt.toString('hex'), hash.toString('hex')].join('$');
  },
  async verify(password, hash = NOBODY) {
    const [scheme, N, r, p, salt = '', expected = ''] = hash.split('$');
    if (scheme !== 'scrypt') throw new Error('The password hash is of an unknown kind.');
    const derived = await derive(password, Buffer.from(salt, 'hex'), { N: Number(N), r: Number(r), p: Number(p) });
    return timingSafeEqual(derived, Buffer.from(expected, 'hex'));
  },
};

/** The same password typed on another keyboard is the same: NFKC (NIST SP 800-63B). */
const derive = (password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (fault, key) =>
      fault ? reject(fault) : resolve(key),
    );
  });
