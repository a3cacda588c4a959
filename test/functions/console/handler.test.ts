import { type Ask, createWorld } from '../../fakes/world';
import { refusal } from '../steps';

// biome-ignore format: one case a line
it.each<[string, string, Ask, 'zh' | 'en']>([
  ['GET',    '/',                      {},                                                     'en'],
  ['GET',    '/register',              { headers: { 'Accept-Language': 'zh-CN,zh;q=0.9' } },   'zh'],
  ['GET',    '/api/nothing',           {},                                                     'en'],
  ['POST',   '/api/registration',      { json: {} },                                           'en'],
  ['DELETE', '/api/sessions/1',        {},                                                     'en'],
  ['GET',    '/local/clock',           {},                                                     'en'],
  ['GET',    '/constructor',           {},                                                     'en'],
  ['GET',    '/%',                     {},                                                     'en'],
])('%s %s, which no function owns, is answered in the words of the API', async (method, path, given, language) => {
  expect(await createWorld().ask(method, path, given)).toMatchObject(refusal('not-found', language));
});

it('the address is not in the log', async () => {
  const world = createWorld();
  await world.ask('GET', '/typed-by-a-person', { query: { a: 'typed-too' } });
  expect(world.lines).toHaveLength(1);
  expect(world.lines.join()).not.toContain('typed');
});
