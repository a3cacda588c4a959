/** Rows to measure on: as the handlers would have left them, put there without the handlers, for there are many. */
import type { Link, UsernameClaim } from '../../shared/domain/claims';
import type { Instance } from '../../shared/domain/instance';
import type { Workspace } from '../../shared/domain/workspace';
import type { Rows, Store, Write } from '../../shared/ports';
import { signTicket } from '../../shared/protocol/session';
import { accountId } from '../../shared/validation/account-id';
import { email } from '../../shared/validation/email';
import { settlement } from '../../shared/validation/settlement';
import { username } from '../../shared/validation/username';
import { workspaceId, workspaceName } from '../../shared/validation/workspace';
import { fresh } from '../contracts/sample-rows';
import { SESSION_KEYS } from './functions';
import { atATime } from './measure';

const SITES = ['cn1', 'cn2', 'cn3', 'cn4', 'cn6', 'us1', 'eu1', 'ap1', 'za1'] as const;
const DAY_MS = 24 * 60 * 60 * 1_000;
const sinceMs = Date.now() - DAY_MS;

export interface Customer {
  readonly owner: string;
  readonly username: UsernameClaim['username'];
  readonly accountId: Link['accountId'];
  readonly instanceId: string;
}

let numbered = 0;
/** So many digits, no two alike. */
const digits = (length: number): string => String(++numbered).padStart(length, '0');

/** A customer with an AliCloud account and an instance; rows of it there are none yet. */
export const newCustomer = (): Customer => ({
  owner: `acct_${fresh()}`,
  username: username.parse(`u${fresh().slice(0, 20)}`),
  accountId: accountId.parse(`2${digits(15)}`),
  instanceId: `3${digits(9)}`,
});

export const alicloud = ({ accountId, instanceId }: Customer) =>
  settlement.parse({ method: 'alicloud', accountId, instanceId });
export const billingCenter = settlement.parse({ method: 'billing-center' });

export const instanceRow = ({ accountId, instanceId }: Customer, more: Partial<Instance> = {}): Instance => ({
  instanceId,
  version: 1,
  status: 'open',
  accountId,
  orderId: '222222222222222',
  productCode: 'cmgj00053362',
  skuId: 'yuncode3621600001',
  openedAtMs: sinceMs,
  ...more,
});

export const workspaceOf = (customer: Customer, paidBy: Workspace['timeline'][0]['settlement']): Workspace => {
  const nth = ++numbered;
  return {
    kind: 'workspace',
    workspaceId: workspaceId.parse(`wksp_${fresh()}`),
    version: 1,
    site: SITES[nth % SITES.length] ?? 'cn1',
    name: workspaceName.parse(`Workspace ${nth}`),
    language: 'zh',
    owner: customer.owner,
    username: customer.username,
    createdAtMs: sinceMs,
    timeline: [{ settlement: paidBy, fromMs: sinceMs, cause: 'registration', by: 'owner', changeId: fresh() }],
  };
};

/** What stands beside a workspace that came to be. */
export const besides = (customer: Customer, { workspaceId, owner, timeline }: Workspace): Write[] => [
  { table: 'workspacesByOwner', put: { owner, workspaceId } },
  ...(timeline[0].settlement.method === 'billing-center'
    ? []
    : [{ table: 'bindings' as const, put: { instanceId: customer.instanceId, workspaceId } }]),
];

/** The instance and the customer's account and link, which count by `first`. */
export const accountOf = (customer: Customer, first: Workspace): Write[] => {
  const { owner, instanceId, accountId } = customer;
  const claim = { workspaceId: first.workspaceId, owner, claimId: fresh(), changeId: fresh(), claimedAtMs: sinceMs };
  return [
    { table: 'instances', put: instanceRow(customer) },
    { table: 'instancesByAccount', put: { accountId, instanceId } },
    { table: 'links', put: { ...claim, accountId } },
    {
      table: 'usernames',
      put: { ...claim, username: customer.username, passwordHash: 'hash', email: email.parse('ops@acme.example') },
    },
  ];
};

/** Signed in; the token. */
export const signIn = async (store: Store, { owner, username }: Customer): Promise<string> => {
  const sessionId = fresh();
  const session: Rows['sessions'] = { sessionId, owner, username, expiresAtMs: Date.now() + DAY_MS };
  await store.write({ table: 'sessions', put: session });
  return signTicket({ sessionId, owner }, SESSION_KEYS);
};

/** Writes of one batch each, some batches at a time. */
export const putAll = async (store: Store, writes: readonly Write[]): Promise<void> => {
  const batches = Array.from({ length: Math.ceil(writes.length / 200) }, (_, nth) =>
    writes.slice(nth * 200, (nth + 1) * 200),
  );
  await atATime(batches, 4, async (batch) => {
    const written = await store.writeMany(batch);
    if (written.some((outcome) => outcome !== 'done')) throw new Error('A row of the bench could not be put.');
  });
};

/** A customer with so many workspaces that the instance settles. */
export const settledCustomer = async (store: Store, count: number): Promise<Customer> => {
  const customer = newCustomer();
  const [first, ...others] = Array.from({ length: count }, () => workspaceOf(customer, alicloud(customer)));
  if (!first) throw new Error('A customer has one workspace at least.');
  const workspaces = [first, ...others];
  await putAll(store, accountOf(customer, first));
  await putAll(
    store,
    workspaces.map((put) => ({ table: 'workspaces', put })),
  );
  await putAll(
    store,
    workspaces.flatMap((workspace) => besides(customer, workspace)),
  );
  return customer;
};
