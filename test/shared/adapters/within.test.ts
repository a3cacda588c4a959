/** A function is held to its manifest: what is named passes through unchanged, what is not never reaches the port. */

import { observed, within } from '../../../shared/adapters/within';
import type { Store, Touches } from '../../../shared/ports';
import { fakeInvoker, fakeMailer, fakeMarketplace } from '../../fakes/ports';
import { createFakeStore } from '../../fakes/store';

const SUBJECT = { subject: 'a', windowStartMs: 0 };
const TODO = { queue: 'mails', subject: 'a' } as const;
const put = { table: 'todos', put: { ...TODO, sinceMs: 1 } } as const;
const remove = { table: 'todos', remove: TODO } as const;
const mail = { to: 'a@b.example', subject: 's', html: 'h', text: 't' };

const cloud = () => ({
  store: createFakeStore(),
  marketplace: fakeMarketplace(),
  mailer: fakeMailer(),
  invoker: fakeInvoker(),
});
type Cloud = ReturnType<typeof cloud>;

/** How often a port was reached. */
const reached = ({ store, marketplace, mailer, invoker }: Cloud): number =>
  Object.values(store.calls).reduce((sum, calls) => sum + calls, 0) +
  marketplace.calls +
  mailer.sent.length +
  invoker.invoked.length;

type Use = (ports: Omit<Cloud, 'store'> & { store: Store }) => Promise<unknown>;

// biome-ignore format: one use a line
const uses: readonly [named: Touches, where: string, use: Use][] = [
  [{ store: { todos: ['get'] } },                  "'get' of store.todos",                 ({ store }) => store.get('todos', TODO)],
  [{ store: { todos: ['getMany'] } },              "'getMany' of store.todos",             ({ store }) => store.getMany('todos', [TODO])],
  [{ store: { todos: ['scan'] } },                 "'scan' of store.todos",                ({ store }) => store.scan('todos', {}, { limit: 1 })],
  [{ store: { todos: ['write'] } },                "'write' of store.todos",               ({ store }) => store.write(put)],
  [{ store: { todos: ['remove'] } },               "'remove' of store.todos",              ({ store }) => store.write(remove)],
  [{ store: { todos: ['writeMany'] } },            "'writeMany' of store.todos",           ({ store }) => store.writeMany([remove])],
  [{ store: { attempts: ['count'] } },             "'count' of store.attempts",            ({ store }) => store.count(SUBJECT, 1)],
  [{ marketplace: ['instance'] },                  "'instance' of marketplace",            ({ marketplace }) => marketplace.instance('1')],
  [{ marketplace: ['failedNotifications'] },       "'failedNotifications' of marketplace", ({ marketplace }) => marketplace.failedNotifications(1, 10)],
  [{ marketplace: ['confirmNotification'] },       "'confirmNotification' of marketplace", ({ marketplace }) => marketplace.confirmNotification('1')],
  [{ marketplace: ['pushMetering'] },              "'pushMetering' of marketplace",        ({ marketplace }) => marketplace.pushMetering([])],
  [{ mailer: ['send'] },                           "'send' of mailer",                     ({ mailer }) => mailer.send(mail)],
  [{ invoker: ['deliver-mail'] },                  "'deliver-mail' of invoker",            ({ invoker }) => invoker.invoke('deliver-mail', {})],
];

describe.each(uses)('%j', (named, where, use) => {
  test('lets it happen', async () => {
    const [held, free] = [cloud(), cloud()];
    expect(await use(within(named, held))).toEqual(await use(free));
    expect([reached(held), reached(free)]).toEqual([1, 1]);
  });

  test('and no other', async () => {
    for (const [, otherwise, other] of uses.filter(([, its]) => its !== where)) {
      const ports = cloud();
      const message = `The manifest of this function does not name ${otherwise}: add it to its touches.`;
      await expect(async () => other(within(named, ports))).rejects.toThrow(message);
      expect(reached(ports)).toBe(0);
    }
  });
});

test('one table is not another, and of a batch every table must be named', async () => {
  const ports = cloud();
  const { store } = within({ store: { todos: ['writeMany'], mails: ['get'] } }, ports);
  const binding = { table: 'bindings', remove: { instanceId: '1', workspaceId: 'w' as never } } as const;
  await expect(async () => store.writeMany([remove, binding])).rejects.toThrow("'writeMany' of store.bindings");
  await expect(async () => store.get('todos', TODO)).rejects.toThrow("'get' of store.todos");
  expect(reached(ports)).toBe(0);
});

test('of no rows nothing is sent, so nothing need be named', async () => {
  const { store } = within({}, cloud());
  expect([await store.getMany('todos', []), await store.writeMany([])]).toEqual([[], []]);
});

test('what reaches no cloud is left as it is, and what is not there is not made up', () => {
  const random = { fraction: () => 0.5 };
  const ports = within({}, { mailer: fakeMailer(), random });
  expect(Object.keys(ports)).toEqual(['mailer', 'random']);
  expect(ports.random).toBe(random);
});

test('whoever observes hears of each use before it happens', async () => {
  const ports = cloud();
  const heard: unknown[] = [];
  const { store, invoker } = observed(ports, (use) => heard.push([use, reached(ports)]));
  await store.writeMany([put, { table: 'attempts', put: { ...SUBJECT, count: 1 } }]);
  await invoker.invoke('deliver-mail', {});
  expect(heard).toEqual([
    [{ port: 'store', use: 'writeMany', table: 'todos' }, 0],
    [{ port: 'store', use: 'writeMany', table: 'attempts' }, 0],
    [{ port: 'invoker', use: 'deliver-mail' }, 1],
  ]);
});
