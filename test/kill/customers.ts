/**
 * The mixed load: customers who buy, register, log in, add workspaces, change how they are paid to and fro in two windows
 * at once, read, and meanwhile fall overdue, pay, close and buy anew at the marketplace; and rivals, who want the same
 * username or the same AliCloud account at the same moment. Each notes what it was promised, and complains of every answer
 * that cannot be right, whatever was killed.
 */
import type { Chance } from './chance';
import type { Answer, Client } from './client';
import type { Marketplace } from './marketplace';
import type { Promises, Registered, WorkspaceView } from './promises';

export interface Load {
  readonly client: Client;
  readonly marketplace: Marketplace;
  readonly promises: Promises;
  readonly complain: (what: string) => void;
}

const SITES = ['cn1', 'cn4', 'us1', 'eu1', 'ap1'] as const;
const BILLING_CENTER = { method: 'billing-center' } as const;

/** What an instance that comes and goes may be refused with. */
const GONE = ['instance-closed', 'instance-overdue', 'instance-not-ready'];

interface Settlement {
  readonly method: string;
  readonly accountId?: string;
  readonly instanceId?: string;
}

const registrantOf = (username: string): Registered => ({
  username,
  password: `correct horse of ${username}`,
  email: `${username}@customer.example`,
});

const wrong = ({ status, code }: Answer, allowed: readonly string[]): string | undefined =>
  code !== undefined && allowed.includes(code) ? undefined : `${status} ${code}`;

/** Registers with a key; undefined where it is refused for one of the reasons allowed. */
const register = async (
  { client, promises, complain }: Load,
  registrant: Registered,
  settlement: Settlement,
  key: string,
  allowed: readonly string[],
): Promise<WorkspaceView | undefined> => {
  const json = {
    ...registrant,
    site: 'cn1',
    workspace: { name: `First of ${registrant.username}`, language: 'en' },
    settlement,
    agreementAccepted: true,
  };
  const answer = await client.call('POST', '/api/registrations', { json, key });
  if (answer.status !== 201) {
    const why = wrong(answer, allowed);
    if (why) complain(`The registration of ${registrant.username} was answered ${why}.`);
    return undefined;
  }
  const { username } = registrant;
  promises.registered.push(registrant);
  promises.created.push({ path: '/api/registrations', json, key, username, body: answer.body });
  promises.shown.push(answer.body.workspace);
  return answer.body.workspace;
};

export const logIn = async ({ client, promises, complain }: Load, { username, password }: Registered) => {
  const answer = await client.call('POST', '/api/sessions', { json: { username, password } });
  if (answer.status !== 201) complain(`The log-in of ${username} was answered ${answer.status} ${answer.code}.`);
  else promises.sessions.push({ token: answer.body.token, username });
  return String(answer.body.token);
};

/** The signed-in half: what is done in one window of the Billing Center, to workspaces that other windows change too. */
const windowOf = (load: Load, username: string, token: string, workspaces: WorkspaceView[], name: string) => {
  const { client, promises, complain } = load;
  let added = 0;
  return {
    async add(site: string, settlement: Settlement): Promise<void> {
      const key = `${name}-${++added}`;
      const json = { site, workspace: { name: key, language: 'zh' }, settlement };
      const path = '/api/registrations/workspaces';
      const answer = await client.call('POST', path, { json, key, token });
      if (answer.status === 201) {
        promises.created.push({ path, json, key, username, body: answer.body });
        workspaces.push(answer.body.workspace);
        promises.shown.push(answer.body.workspace);
        return;
      }
      const why = wrong(answer, GONE);
      if (why) complain(`A further workspace of ${username} was answered ${why}.`);
    },
    async change({ site, workspaceId }: WorkspaceView, settlement: Settlement): Promise<void> {
      const answer = await client.call('PUT', `/api/settlements/${site}/${workspaceId}`, { json: settlement, token });
      if (answer.status === 200) {
        promises.shown.push(answer.body.workspace);
        return;
      }
      const why = wrong(answer, GONE);
      if (why) complain(`A change of ${workspaceId} was answered ${why}.`);
    },
    async read({ site, workspaceId }: WorkspaceView): Promise<void> {
      const one = await client.call('GET', `/api/workspaces/${site}/${workspaceId}`, { token });
      const all = await client.call('GET', '/api/workspaces?limit=200', { token });
      const history = await client.call('GET', `/api/workspaces/${site}/${workspaceId}/settlements`, { token });
      const accounts = await client.call('GET', '/api/cloud-accounts', { token });
      for (const { status, code } of [one, all, history, accounts]) {
        if (status !== 200) complain(`A read of ${username} was answered ${status} ${code}.`);
      }
      if (one.status === 200) promises.shown.push(one.body.workspace);
      if (all.status === 200) promises.shown.push(...all.body.workspaces);
    },
  };
};

/** One customer, from the purchase on. */
export const customer = async (load: Load, name: string, accountId: string, chance: Chance, steps: number) => {
  const { marketplace } = load;
  const registrant = registrantOf(name);
  const instances = [await marketplace.buy(accountId), await marketplace.buy(accountId)];
  const settled = (by: Chance): Settlement =>
    by.happens(0.3) ? BILLING_CENTER : { method: 'alicloud', accountId, instanceId: by.pick(instances) };

  const first = await register(load, registrant, settled(chance), `${name}-registration`, GONE);
  if (!first) return;
  const token = await logIn(load, registrant);
  const workspaces = [first];

  const shopping = chance.of('shop');
  const shop = async () => {
    const at = shopping.number(instances.length);
    const instanceId = instances[at] ?? '';
    if (shopping.happens(0.3)) await marketplace.faulty({ drop: shopping.number(3), duplicate: shopping.number(3) });
    if (shopping.happens(0.4)) return marketplace.fallOverdueAndPay(instanceId);
    await marketplace.close(instanceId);
    instances[at] = await marketplace.buy(accountId);
  };
  const window = async (nth: number) => {
    const by = chance.of(`window ${nth}`);
    const { add, change, read } = windowOf(load, name, token, workspaces, `${name}-window-${nth}`);
    for (let step = 1; step <= steps; step++) {
      const which = by.number(10);
      // Now and then, while the other window is at it.
      const shopped = nth === 1 && step % 4 === 0 ? shop() : undefined;
      if (which < 3) await add(by.pick(SITES), settled(by));
      else if (which < 9) await change(by.pick(workspaces), settled(by));
      else await read(by.pick(workspaces));
      await shopped;
    }
  };
  await Promise.all([window(1), window(2)]);
};

/** Two want the same username at once; one of them has it in the end. */
export const rivalsForName = async (load: Load, username: string): Promise<void> => {
  const outcomes = await Promise.all(
    [1, 2].map((nth) =>
      register(
        load,
        {
          ...registrantOf(username),
          password: `correct horse number ${nth}`,
          email: `${username}-${nth}@rival.example`,
        },
        BILLING_CENTER,
        `${username}-${nth}`,
        ['username-taken'],
      ),
    ),
  );
  const winners = outcomes.filter((outcome) => outcome !== undefined).length;
  if (winners !== 1) load.complain(`${winners} registrations of the username ${username} were acknowledged, not 1.`);
};

/** Two Billing Center accounts want the same AliCloud account at once; one of them has it in the end. */
export const rivalsForLink = async (load: Load, name: string, accountId: string): Promise<void> => {
  const settlement = { method: 'alicloud', accountId, instanceId: await load.marketplace.buy(accountId) };
  const outcomes = await Promise.all(
    [1, 2].map((nth) =>
      register(load, registrantOf(`${name}-${nth}`), settlement, `${name}-${nth}`, ['cloud-account-linked-elsewhere']),
    ),
  );
  const winners = outcomes.filter((outcome) => outcome !== undefined).length;
  if (winners !== 1) load.complain(`${winners} accounts were linked to AliCloud account ${accountId}, not 1.`);
};

/** Registers, and adds workspaces until there are so many, all of them settled by the one instance that it answers. */
export const settleMany = async (load: Load, name: string, accountId: string, count: number): Promise<string> => {
  const instanceId = await load.marketplace.buy(accountId);
  const settlement = { method: 'alicloud', accountId, instanceId };
  const registrant = registrantOf(name);
  await register(load, registrant, settlement, `${name}-registration`, []);
  const token = await logIn(load, registrant);
  let left = count - 1;
  const window = async (nth: number) => {
    const { add } = windowOf(load, name, token, [], `${name}-window-${nth}`);
    while (left-- > 0) await add('eu1', settlement);
  };
  await Promise.all([window(1), window(2), window(3), window(4)]);
  return instanceId;
};

/** The instance that settles many is closed, while some of its workspaces are bound away and back. */
export const closeMany = async (load: Load, name: string, instanceId: string, chance: Chance): Promise<void> => {
  const { promises, marketplace } = load;
  const token = promises.sessions.find(({ username }) => username === name)?.token ?? '';
  const views = promises.created.filter(({ username }) => username === name).map(({ body }) => body.workspace);
  const [settlement] = views.flatMap((view) => (view.settlement.instanceId === instanceId ? [view.settlement] : []));
  const window = async (nth: number) => {
    const by = chance.of(`window ${nth}`);
    const { change } = windowOf(load, name, token, views, `${name}-again-${nth}`);
    for (let step = 0; step < 6; step++) {
      const view = by.pick(views);
      await change(view, BILLING_CENTER);
      await change(view, { method: 'alicloud', accountId: settlement?.accountId ?? '', instanceId });
    }
  };
  await Promise.all([window(1), window(2), marketplace.close(instanceId)]);
};
