/** Those who use the system, each a little script that the seed writes: owners, newcomers, the marketplace's customers. */
import { ACCOUNT_ID, alicloud, billingCenterSettlement, registrationBody } from '../../fakes/world';
import { OTHER_ACCOUNT_ID } from '../../functions/steps';
import type { Cloud } from './cloud';
import { type InstanceName, instances, type SimulatedMarketplace } from './marketplace';

export interface Owner {
  readonly username: string;
  token: string;
  readonly workspaces: { site: string; workspaceId: string }[];
}

const by = (name: InstanceName) => alicloud(instances[name].instanceId, instances[name].accountId);

/** Mostly what can be: Bob has bought Z, Ann the others. Now and then what is somebody else's, or nobody's. */
const wish = ({ chance, focus }: Cloud, username: string): object => {
  if (chance.is(0.25)) return billingCenterSettlement;
  if (chance.is(0.85))
    return by(username === 'bob' ? 'Z' : chance.pick<InstanceName>([focus, focus, focus, 'X', 'Y', 'V']));
  if (chance.is(0.8)) return by(chance.pick<InstanceName>(['X', 'Y', 'Z', 'V']));
  return chance.pick([alicloud(instances.Z.instanceId, ACCOUNT_ID), alicloud('33884999', OTHER_ACCOUNT_ID)]);
};

/** An owner at the Billing Center's pages: looks, changes, adds, and tries again where it is told to. */
export const useBillingCenter = async (cloud: Cloud, owner: Owner): Promise<void> => {
  const { chance } = cloud;
  const who = owner.username;
  const [first, ...others] = owner.workspaces;
  if (!first) return;
  for (let left = chance.between(1, 3); left > 0; left--) {
    const { token } = owner;
    const { site, workspaceId } = chance.pick([first, ...others]);
    const dice = chance.fraction();
    if (dice < 0.6) {
      const settlement = wish(cloud, who);
      const headers: Record<string, string> = chance.is(0.1) ? { 'If-Match': `"${chance.between(1, 4)}"` } : {};
      const change = () =>
        cloud.ask(who, 'PUT', `/api/settlements/${site}/${workspaceId}`, { token, json: settlement, headers });
      const answer = await change();
      if (answer?.status === 401) await logIn(cloud, owner);
      if (!answer || answer.status === 503 || answer.status === 401) {
        await cloud.pause(chance.between(100, 3_000));
        await change();
      }
    } else if (dice < 0.9) {
      await addWorkspace(cloud, owner);
    } else {
      const path = `/api/workspaces/${site}/${workspaceId}${chance.pick(['', '/settlements'])}`;
      await cloud.ask(who, 'GET', path, { token });
    }
    await cloud.pause(chance.delayMs(4_000));
  }
};

export const logIn = async (cloud: Cloud, owner: Owner): Promise<void> => {
  const json = { username: owner.username, password: registrationBody().password };
  const answer = await cloud.ask(owner.username, 'POST', '/api/sessions', { json });
  if (answer?.status === 201) owner.token = answer.body.token;
};

const addWorkspace = async (cloud: Cloud, owner: Owner): Promise<void> => {
  const { chance } = cloud;
  const headers: Record<string, string> = chance.is(0.6) ? { 'Idempotency-Key': `add-${chance.between(1, 3)}` } : {};
  const json = { site: 'eu1', workspace: { name: 'Another', language: 'en' }, settlement: wish(cloud, owner.username) };
  const add = () =>
    cloud.ask(owner.username, 'POST', '/api/registrations/workspaces', { token: owner.token, json, headers });
  const answers = chance.is(0.2) ? await Promise.all([add(), add()]) : [await add()];
  const again = answers.some((answer) => !answer || answer.status === 503);
  for (const answer of [...answers, again ? await add() : undefined]) {
    if (answer?.status === 201) owner.workspaces.push(answer.body.workspace);
  }
};

/** Somebody who has no account yet, and may want a name that another wants too; sends it twice, or something else. */
export const registerAnew = async (cloud: Cloud): Promise<void> => {
  const { chance } = cloud;
  const username = chance.pick(['carl', 'dora', 'erik', 'ann']);
  const key = chance.is(0.6) ? { 'Idempotency-Key': `key-${chance.between(1, 3)}` } : {};
  const settlement = wish(cloud, chance.pick(['ann', 'bob']));
  const register = (changes: object = {}) =>
    cloud.ask(username, 'POST', '/api/registrations', {
      json: registrationBody({ username, email: `${username}@example.com`, settlement, ...changes }),
      headers: key as Record<string, string>,
      address: `192.0.2.${chance.between(1, 200)}`,
    });
  const [answer] = chance.is(0.25) ? await Promise.all([register(), register()]) : [await register()];
  for (let left = 2; left > 0 && (!answer || answer.status === 503); left--) {
    await cloud.pause(chance.between(100, 4_000));
    await register();
  }
  if (chance.is(0.1)) await register({ company: 'Another company' });
};

/** What the customers do at the marketplace. Closing is what all the others have to bear. */
export const useMarketplace = async (cloud: Cloud, marketplace: SimulatedMarketplace): Promise<void> => {
  const { chance, focus } = cloud;
  const name = chance.pick<InstanceName>([focus, focus, focus, 'X', 'Y', 'Z', 'V']);
  const dice = chance.fraction();
  if (dice < 0.5) return marketplace.close(name);
  if (dice < 0.6) return marketplace.fallOverdue(name);
  if (dice < 0.7) return marketplace.pay(name);
  if (dice < 0.8) return marketplace.buy('V');
  if (dice < 0.9) return marketplace.alter(name);
  return marketplace.replay();
};
