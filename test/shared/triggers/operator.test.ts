/** Who may look behind the doors. */
import { refusals } from '../../../shared/domain/refusals';
import { reply } from '../../../shared/triggers/http';
import { operatorRoute } from '../../../shared/triggers/operator';
import { createDoor } from '../../fakes/door';

const doorOf = (tokens: readonly string[]) =>
  createDoor(() => ({ routes: [operatorRoute('/behind', tokens, async () => reply(200, { seen: true }))] }));

// biome-ignore format: one case a line
test.each([
  // tokens            authorization           may
  [['new'],            'Bearer new',           true],
  [['new', 'old'],     'Bearer new',           true],
  [['new', 'old'],     'Bearer old',           true],
  [['new', 'old'],     'bearer old',           true],
  [['new'],            'Bearer old',           false],
  [['new'],            'Bearer ne',            false],
  [['new'],            'Bearer neww',          false],
  [['new'],            'Bearer ',              false],
  [['new'],            'Basic new',            false],
  [['new'],            'new',                  false],
  [['new'],            undefined,              false],
  [[],                 'Bearer new',           false],
  [[],                 undefined,              false],
  [[''],               'Bearer ',              false],
  [[''],               undefined,              false],
])('of the tokens %j, with %p: %p', async (tokens, authorization, may) => {
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  const { status, body } = await doorOf(tokens).send('GET', '/behind', { headers });
  expect([status, body.seen, body.code]).toEqual(may ? [200, true, undefined] : [401, undefined, 'not-signed-in']);
});

test.each([
  ['en', 'operator token'],
  ['zh', '运营令牌'],
])('the refusal says in %s what to send, and not to log in as a customer', async (language, said) => {
  const headers = { 'Accept-Language': language };
  const { body } = await doorOf(['new']).send('GET', '/behind', { headers });
  expect(body).toMatchObject({ title: refusals['not-signed-in'].title, detail: expect.stringContaining(said) });
});

test('only GET', async () => {
  const headers = { Authorization: 'Bearer new' };
  expect((await doorOf(['new']).send('DELETE', '/behind', { headers })).status).toBe(405);
});
