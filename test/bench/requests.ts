/**
 * The requests and events that are counted, timed and priced: of each the event, and the rows that it has to find. What a
 * request writes it writes anew each time: `begin` puts the rows back to where they were.
 */
import type { FunctionName } from '../../local/deployment/manifests';
import type { Store } from '../../shared/ports';
import {
  accountOf,
  alicloud,
  besides,
  billingCenter,
  type Customer,
  instanceRow,
  newCustomer,
  putAll,
  settledCustomer,
  signIn,
  workspaceOf,
} from './fixtures';
import { httpEvent, spiEvent } from './functions';

export interface Prepared {
  readonly name: string;
  readonly functionName: FunctionName;
  /** The event of one try, whose rows are put to where they have to begin. */
  begin(): Promise<Buffer>;
}

/** Of the list that is read: far more than a page. */
const LISTED = 1_000;

const sold = ({ accountId, instanceId }: Customer) => ({
  aliUid: accountId,
  orderBizId: instanceId,
  orderId: '222222222222222',
  productCode: 'cmgj00053362',
  skuId: 'yuncode3621600001',
  trial: 'false',
});

const registration = (customer: Customer) => ({
  site: 'cn1',
  username: customer.username,
  password: 'correct horse battery',
  email: 'ops@acme.example',
  workspace: { name: 'Acme production', language: 'zh' },
  settlement: alicloud(customer),
  agreementAccepted: true,
});

/** To the instance, whose AliCloud account is linked: all the guards are looked at. */
const change = async (store: Store): Promise<Prepared> => {
  const customer = await settledCustomer(store, 1);
  const token = await signIn(store, customer);
  const workspace = workspaceOf(customer, billingCenter);
  const { site, workspaceId } = workspace;
  await putAll(store, besides(customer, workspace));
  const event = httpEvent('PUT', `/api/settlements/${site}/${workspaceId}`, { token, json: alicloud(customer) });
  return {
    name: 'change',
    functionName: 'change-settlement',
    async begin() {
      await store.write({ table: 'workspaces', put: workspace });
      return event;
    },
  };
};

const register = async (store: Store): Promise<Prepared> => ({
  name: 'registration',
  functionName: 'activate-registration',
  async begin() {
    const customer = newCustomer();
    await store.write({ table: 'instances', put: instanceRow(customer) });
    return httpEvent('POST', '/api/registrations', { json: registration(customer) });
  },
});

const furtherWorkspace = async (store: Store): Promise<Prepared> => {
  const customer = await settledCustomer(store, 1);
  const token = await signIn(store, customer);
  const json = { site: 'eu1', workspace: { name: 'Another', language: 'en' }, settlement: alicloud(customer) };
  const event = httpEvent('POST', '/api/registrations/workspaces', { token, json });
  return { name: 'further workspace', functionName: 'activate-registration', begin: async () => event };
};

const spiOpen = async (): Promise<Prepared> => ({
  name: 'SPI open',
  functionName: 'marketplace-event',
  begin: async () => spiEvent('createInstance', sold(newCustomer())),
});

const spiClose = async (store: Store): Promise<Prepared> => {
  const customer = newCustomer();
  const event = spiEvent('releaseInstance', { instanceId: customer.instanceId, isRefund: 'false' });
  return {
    name: 'SPI close',
    functionName: 'marketplace-event',
    async begin() {
      await store.write({ table: 'instances', put: instanceRow(customer) });
      return event;
    },
  };
};

const list = async (store: Store): Promise<Prepared> => {
  const customer = await settledCustomer(store, LISTED);
  const event = httpEvent('GET', '/api/workspaces', { token: await signIn(store, customer) });
  return { name: 'list of 50', functionName: 'billing-center', begin: async () => event };
};

const readOne = async (store: Store): Promise<Prepared> => {
  const customer = newCustomer();
  const workspace = workspaceOf(customer, alicloud(customer));
  await putAll(store, [...accountOf(customer, workspace), ...besides(customer, workspace)]);
  await store.write({ table: 'workspaces', put: workspace });
  const path = `/api/workspaces/${workspace.site}/${workspace.workspaceId}`;
  const event = httpEvent('GET', path, { token: await signIn(store, customer) });
  return { name: 'one workspace', functionName: 'billing-center', begin: async () => event };
};

const logIn = async (store: Store): Promise<Prepared> => {
  const customer = await settledCustomer(store, 1);
  const known = await store.get('usernames', { username: customer.username });
  if (!known) throw new Error('The customer has no account.');
  const password = 'correct horse battery';
  await store.write({ table: 'usernames', put: { ...known, passwordHash: `hash of ${password}` } });
  const event = httpEvent('POST', '/api/sessions', { json: { username: customer.username, password } });
  return { name: 'log-in', functionName: 'log-in', begin: async () => event };
};

/** Those that have something to reach. */
export const preparedRequests = async (store: Store): Promise<readonly Prepared[]> => [
  await change(store),
  await register(store),
  await spiOpen(),
  await spiClose(store),
  await list(store),
];

/** Beside them what costs something all the same. */
export const otherRequests = async (store: Store): Promise<readonly Prepared[]> => [
  await furtherWorkspace(store),
  await logIn(store),
  await readOne(store),
];
