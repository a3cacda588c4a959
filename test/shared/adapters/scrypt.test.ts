import crypto from 'node:crypto';
import { scryptHasher } from '../../../shared/adapters/scrypt';

const password = 'correct horse battery';

/** What each derivation was given; the derivation itself is the real one. */
const derivations = async (work: () => Promise<unknown>) => {
  const derive = jest.spyOn(crypto, 'scrypt');
  try {
    await work();
    return derive.mock.calls.map(([, salt, bytes, options]) => {
      const { N, r, p } = options as unknown as Record<string, number>;
      return { saltBytes: (salt as Buffer).length, bytes, N, r, p };
    });
  } finally {
    derive.mockRestore();
  }
};
const cost = { saltBytes: 16, bytes: 32, N: 32_768, r: 8, p: 3 };

/** As a hash from before the cost was raised: made here, and cheaply. */
const cheapHash = (typed: string) => {
  const salt = 'ab'.repeat(16);
  const key = crypto.scryptSync(typed, Buffer.from(salt, 'hex'), 32, { N: 1024, r: 4, p: 2 });
  return `scrypt$1024$4$2$${salt}$${key.toString('hex')}`;
};

let hash: string;
beforeAll(async () => {
  hash = await scryptHasher.hash(password);
});

it('a password fits its hash, and no other does', async () => {
  expect(await scryptHasher.verify(password, hash)).toBe(true);
  expect(await scryptHasher.verify('correct horse batterY', hash)).toBe(false);
});

it('the hash names its scheme and its cost, then has salt and key in hex', () => {
  expect(hash).toMatch(/^scrypt\$32768\$8\$3\$[0-9a-f]{32}\$[0-9a-f]{64}$/);
});

it('the same password has another hash each time', async () => {
  expect(await scryptHasher.hash(password)).not.toBe(hash);
});

it('it is scrypt as everybody computes it: the test vector of RFC 7914', async () => {
  // scrypt (P="pleaseletmein", S="SodiumChloride", N=16384, r=8, p=1), its first 32 bytes.
  const salt = Buffer.from('SodiumChloride').toString('hex');
  const key = '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2';
  expect(await scryptHasher.verify('pleaseletmein', `scrypt$16384$8$1$${salt}$${key}`)).toBe(true);
});

// biome-ignore format: one case a line
it.each([
  ['the password',          password,                true],
  ['a space after it',      `${password} `,          false],
  ['a part of it',          'correct horse',         false],
  ['nothing',               '',                      false],
])('a hash of another cost is read with its own: %s', async (_, typed, fits) => {
  expect(await scryptHasher.verify(typed, cheapHash(password))).toBe(fits);
});

// biome-ignore format: one case a line
it.each([
  ['composed and decomposed',   'Z\u00fcrich 2026!', 'Zu\u0308rich 2026!'],
  ['full-width letters',        'password ABC',      'ｐａｓｓｗｏｒｄ ＡＢＣ'],
  ['a ligature',                'office 2026',       'o\ufb03ce 2026'],
])('the same password from another keyboard is the same: %s', async (_, one, other) => {
  expect(await scryptHasher.verify(other, cheapHash(one))).toBe(true);
});

it('so it is when it is hashed', async () => {
  expect(await scryptHasher.verify('office 2026', await scryptHasher.hash('o\ufb03ce 2026'))).toBe(true);
});

it('nobody’s password is wrong, after as much work as anybody’s', async () => {
  expect(await derivations(() => scryptHasher.verify(password, hash))).toEqual([cost]);
  expect(
    await derivations(async () => {
      expect(await scryptHasher.verify(password, undefined)).toBe(false);
    }),
  ).toEqual([cost]);
});

it.each(['', 'bcrypt$1', 'plain text'])(
  'a hash of another kind (%j) is a fault, not a wrong password',
  async (hash) => {
    await expect(scryptHasher.verify(password, hash)).rejects.toThrow('of an unknown kind');
  },
);
