/**
 * Mends a workspace that the wrong instance settles: it is switched to the Billing Center account, or to the right instance,
 * with an entry of its own in the timeline, cause `repair`, by `operator`. The order is that of a change of settlement
 * (`shared/domain/README.md`, "The protocol"): the binding stands before the guards are read, the workspace's version was read
 * before them, and the one write that counts is made on it. The mail to the owner is owed before that write.
 *
 * Our decision: an operator makes no link. It ties an AliCloud account to a Billing Center account for good, so it is the
 * owner's to make, with the first binding, and no command makes or releases one.
 */
import { changeMailId } from '../../shared/domain/mail';
import { refusalOfSite } from '../../shared/domain/policies';
import { detailOf } from '../../shared/domain/refusals';
import { type CloudSettlement, refusalOfPayer } from '../../shared/domain/settlement';
import { rfc3339 } from '../../shared/domain/views';
import { currentEntry, sameSettlement, type Workspace, withEntry } from '../../shared/domain/workspace';
import { StaleWrite } from '../../shared/ports';
import { commit } from '../../shared/protocol/commit';
import { withdraw } from '../../shared/protocol/withdraw';
import { sooner } from '../../shared/triggers/sooner';
import { type Settlement, settlement } from '../../shared/validation/settlement';
import { type Command, type Ended, nothingToDo, type Plan, type Reach, refuse } from './command';
import { readInstanceId, readWorkspace } from './identifiers';
import { type Payer, readLink, readPayer, standingOf, wrongsOf } from './payer';

const BILLING_CENTER = 'billing-center';

interface Wish extends ReturnType<typeof readWorkspace> {
  readonly to: string;
  readonly anyway: boolean;
}

export const mendBinding: Command = {
  name: 'mend-binding',
  usage: 'mend-binding [<site>/]<workspaceId> --to billing-center|<instanceId> [--anyway]',
  purpose:
    'switches a workspace that the wrong instance settles; with --anyway one of which no row says that it is wrong',
  options: { to: { type: 'string' }, anyway: { type: 'boolean' } },
  prepare({ positionals, text, flag }) {
    const workspace = readWorkspace(positionals);
    const said = text('to');
    if (said === undefined) throw new Error('Who is to pay? Say --to billing-center, or --to and an instance ID.');
    const to = said === BILLING_CENTER ? said : readInstanceId([said]);
    const anyway = flag('anyway');
    return {
      kind: 'act',
      given: { workspaceId: workspace.workspaceId, to, ...(anyway && { anyway: 'true' }) },
      plan: (reach) => plan(reach, { ...workspace, to, anyway }),
    };
  },
};

const plan = async (reach: Reach, wish: Wish): Promise<Plan> => {
  const { store, clock } = reach;
  const { workspaceId, to, anyway } = wish;
  const row = await store.get('workspaces', { workspaceId });
  if (row?.kind !== 'workspace' || (wish.site !== undefined && row.site !== wish.site)) {
    const what = row?.kind === 'void' ? 'never came to be, and never can' : 'is not there';
    return refuse(`The workspace ${workspaceId} ${what}: look its ID up with \`show account\`.`);
  }
  const payer = await readPayer(store, row);
  const target = to === BILLING_CENTER ? ({ method: BILLING_CENTER } as const) : await readTarget(reach, to);
  if (typeof target === 'string') return refuse(target);
  if (sameSettlement(currentEntry(row).settlement, target)) {
    return nothingToDo(`It is settled so already, since ${rfc3339(currentEntry(row).fromMs)}.`);
  }
  if (payer.instance?.status === 'closing') {
    return refuse(
      `Its instance ${payer.instance.instanceId} is closing, and the closure switches it: use resume-closure.`,
    );
  }
  if (payer.instance?.status === 'closed' && target.method !== BILLING_CENTER) {
    return refuse(
      'Its instance is closed, and somebody has to pay since the release: switch it --to billing-center first, which counts from the release on, then to the instance.',
    );
  }
  const wrongs = wrongsOf(row, payer);
  if (wrongs.length === 0 && !anyway) {
    return refuse(
      'Nothing in the rows says that its binding is wrong, and only its owner changes a settlement. Where the owner asked for it, add --anyway, and name the request in --why.',
    );
  }
  const no = target.method === BILLING_CENTER ? undefined : await refusalOf(reach, row, target);
  if (no) return refuse(no);

  const fromMs = firstMs(payer, target) ?? clock.nowMs();
  return {
    kind: 'action',
    would: `Switch the workspace ${workspaceId} from ${named(currentEntry(row).settlement)} to ${named(target)}, from ${rfc3339(fromMs)} on, and mail its owner.`,
    because: wrongs.length > 0 ? wrongs : ['No row says that it is wrong: the owner must have asked for it.'],
    carryOut: (operationId) => mend(reach, row, target, fromMs, operationId),
  };
};

/** `before` as the plan was made on it. */
const mend = async (
  reach: Reach,
  before: Workspace,
  target: Settlement,
  fromMs: number,
  operationId: string,
): Promise<Ended> => {
  const { store, clock, invoker, log } = reach;
  const { workspaceId } = before;

  // Call 1: the binding, and the version that will be written on; it must still be the one that was decided on.
  const binding =
    target.method === BILLING_CENTER ? undefined : ({ instanceId: target.instanceId, workspaceId } as const);
  const [row] = await Promise.all([
    store.get('workspaces', { workspaceId }),
    binding && store.write({ table: 'bindings', put: binding }),
  ]);
  if (row?.version !== before.version) throw new StaleWrite('The workspace has moved on.');

  // Call 2: the guards, only now, and the mail, which is owed before the change.
  const subject = changeMailId(workspaceId, operationId);
  const [no] = await Promise.all([
    target.method === BILLING_CENTER ? undefined : refusalOf(reach, before, target),
    store.write({ table: 'todos', put: { queue: 'changes', subject, sinceMs: clock.nowMs() } }),
  ]);
  if (no) {
    if (binding) await withdraw(store, await store.get('instances', { instanceId: binding.instanceId }), binding);
    return { outcome: 'refused', detail: no };
  }

  // Call 3: the commit.
  const next = withEntry(before, {
    settlement: target,
    fromMs,
    cause: 'repair',
    by: 'operator',
    changeId: operationId,
  });
  await commit(store, before, next, operationId);
  await sooner(invoker, log, 'deliver-mail', {});
  return {
    outcome: 'done',
    detail: `${workspaceId} went from ${named(currentEntry(before).settlement)} to ${named(target)}.`,
  };
};

/** A dead payer's successor pays from the release on, as a closure would have it; every other from now on. */
const firstMs = ({ instance }: Payer, target: Settlement): number | undefined =>
  target.method === BILLING_CENTER && instance?.status === 'closed'
    ? (instance.releasedAtMs ?? instance.closedAtMs)
    : undefined;

/** The settlement by an instance, for the AliCloud account that it was sold to; or why there is none, in a sentence. */
const readTarget = async ({ store }: Reach, instanceId: string): Promise<CloudSettlement | string> => {
  const instance = await store.get('instances', { instanceId });
  const read = settlement.safeParse({ method: 'alicloud', accountId: instance?.accountId, instanceId });
  if (read.success && read.data.method !== BILLING_CENTER) return read.data;
  return `Whom the instance ${instanceId} was sold to is not known to us: look at it with \`show instance ${instanceId}\`.`;
};

/** The guards: may this instance pay for this workspace now? In a sentence; undefined: it may. */
const refusalOf = async (
  { store, policies }: Reach,
  workspace: Workspace,
  target: CloudSettlement,
): Promise<string | undefined> => {
  const { accountId, instanceId } = target;
  const [instance, linked] = await Promise.all([store.get('instances', { instanceId }), readLink(store, accountId)]);
  const ofSite = refusalOfSite(policies, workspace.site, target);
  if (ofSite) return detailOf(ofSite, 'en');
  const refused = refusalOfPayer(target, workspace.owner, { instance, ...linked });
  if (refused?.code === 'cloud-account-linked-elsewhere') {
    return `The AliCloud account ${accountId} is linked to another Billing Center account, and a link is for good: choose another payer.`;
  }
  if (refused) {
    return `The instance ${instanceId} is ${instance?.status ?? 'unknown'}, and only an open one takes a workspace: choose another payer.`;
  }
  return standingOf(linked) === 'good'
    ? undefined
    : `The AliCloud account ${accountId} is not linked to the owner's account. The link is for good, so the owner makes it, by the first binding in the Billing Center; nobody does it for them.`;
};

const named = (of: Settlement): string =>
  of.method === BILLING_CENTER ? 'the Billing Center account' : `the instance ${of.instanceId}`;
