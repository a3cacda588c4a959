/** A wish keeps its key as long as it is the same wish, whatever its password; nothing of a password is kept. */
import type { Kept } from '../../../../../functions/console/pages/kept';
import { createWishKey } from '../../../../../functions/console/pages/wait/wish-key';

const create = () => {
  let value: unknown;
  const kept: Kept = {
    read: () => value,
    write(next) {
      value = next;
    },
    forget() {
      value = undefined;
    },
  };
  let keys = 0;
  return { kept, wishKey: createWishKey(kept, () => `key-${++keys}`) };
};

const body = { username: 'acme', password: 'correct horse battery', workspace: { name: 'Acme' } };

// biome-ignore format: a table
const second = [
  { what: 'the same',               wish: { ...body },                             key: 'key-1' },
  { what: 'another password',       wish: { ...body, password: 'battery staple' }, key: 'key-1' },
  { what: 'another name',           wish: { ...body, username: 'acme-2' },         key: 'key-2' },
  { what: 'another, deeper inside', wish: { ...body, workspace: { name: 'Ac' } },  key: 'key-2' },
];

test.each(second)('after one wish, $what has $key', ({ wish, key }) => {
  const { wishKey } = create();
  expect([wishKey.of(body), wishKey.of(wish)]).toEqual(['key-1', key]);
});

test('a wish that was answered is another one the next time', () => {
  const { wishKey } = create();
  const first = wishKey.of(body);
  wishKey.forget();
  expect([first, wishKey.of(body)]).toEqual(['key-1', 'key-2']);
});

test('what an older page has left is no key', () => {
  const { kept, wishKey } = create();
  kept.write({ key: 1 });
  expect(wishKey.of(body)).toBe('key-1');
});

test('no password is kept', () => {
  const { kept, wishKey } = create();
  wishKey.of(body);
  expect(JSON.stringify(kept.read())).toContain('acme');
  expect(JSON.stringify(kept.read())).not.toContain('battery');
});
