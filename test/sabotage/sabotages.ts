/**
 * The protocol, broken on purpose: each sabotage takes one rule away, as an edit of the source that a hurried change could
 * make, and names what it breaks. The simulation must find every one of them; one that it does not find is a rule that
 * nothing guards.
 */

export interface Edit {
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface Sabotage {
  readonly name: string;
  /** What goes wrong without the rule. */
  readonly breaks: string;
  readonly edits: readonly Edit[];
}

const REGISTER = 'functions/activate-registration/handler.ts';
const CHANGE = 'functions/change-settlement/handler.ts';
const WALK = 'functions/close-subscription/handler.ts';
const NOTICE = 'shared/protocol/closure-notice.ts';
const DELIVER = 'functions/deliver-mail/handler.ts';
const CLAIMS = 'shared/domain/claims.ts';
const CLOSURE = 'shared/domain/closure.ts';
const COMMIT = 'shared/protocol/commit.ts';
const FENCE = 'shared/protocol/fence.ts';
const SUBSCRIPTION = 'shared/protocol/subscription.ts';
const TRANSITIONS = 'shared/domain/subscription.ts';
const WITHDRAW = 'shared/protocol/withdraw.ts';
const WORKSPACE = 'shared/domain/workspace.ts';

const PUT_BINDING_OF_CHANGE = `    target && store.write({ table: 'bindings', put: { instanceId: target.instanceId, workspaceId } }),\n`;
const READ_INSTANCE_OF_CHANGE = `    store.get('instances', { instanceId: target.instanceId }),\n`;
const COMMIT_OF_CHANGE = '  const committed = await commit(store, workspace, next, changeId);\n';

export const sabotages: readonly Sabotage[] = [
  // --- the fence ---
  {
    name: 'a registration takes a claim over without the fence',
    breaks: 'the one whose claim was taken commits all the same: two accounts of one name, or of one AliCloud account',
    edits: [
      {
        file: REGISTER,
        find: '  for (const [idle, row] of decision.fence) await fence(store, idle, row);\n',
        replace: '',
      },
    ],
  },
  {
    name: 'a change takes a link over without the fence',
    breaks: 'the one whose claim was taken commits all the same: one AliCloud account settles for two owners',
    edits: [{ file: CHANGE, find: '      await fence(store, link.workspaceId, linkNamed);\n', replace: '' }],
  },
  {
    name: 'no void row where the workspace is missing',
    breaks: 'a registration commits behind the walker: a dead payer',
    edits: [
      {
        file: CLOSURE,
        find: `  return { kind: 'fence', next: fenced(row, workspaceId) };`,
        replace: `  return row ? { kind: 'fence', next: fenced(row, workspaceId) } : { kind: 'nothing' };`,
      },
    ],
  },
  {
    name: 'the walker fences no workspace that another payer settles',
    breaks: 'a binder commits behind the walker: a dead payer',
    edits: [
      {
        file: CLOSURE,
        find: `  return { kind: 'fence', next: fenced(row, workspaceId) };`,
        replace: `  return row ? { kind: 'nothing' } : { kind: 'fence', next: fenced(row, workspaceId) };`,
      },
    ],
  },
  {
    name: 'version not checked',
    breaks: 'a write lost under another: an acknowledged change is not in the history, a closure is undone',
    edits: [{ file: FENCE, find: `replace: next, of: before.version }`, replace: `put: next }` }],
  },

  // --- the reader's rule ---
  {
    name: 'a change puts its intent after the read',
    breaks: 'the walker has passed before the binding is there: a dead payer',
    edits: [
      { file: CHANGE, find: PUT_BINDING_OF_CHANGE, replace: '' },
      {
        file: CHANGE,
        find: COMMIT_OF_CHANGE,
        replace: `  if (target) await store.write({ table: 'bindings', put: { instanceId: target.instanceId, workspaceId } });\n${COMMIT_OF_CHANGE}`,
      },
    ],
  },
  {
    name: 'a change puts no intent',
    breaks: 'a workspace without its binding, which no closure finds',
    edits: [{ file: CHANGE, find: PUT_BINDING_OF_CHANGE, replace: '' }],
  },
  {
    name: 'a registration puts no intent',
    breaks: 'a workspace without its binding, which no closure finds',
    edits: [
      {
        file: REGISTER,
        find: `    writes.push({ table: 'bindings', put: { instanceId, workspaceId } });\n`,
        replace: '',
      },
    ],
  },
  {
    name: 'a change reads the instance before the workspace',
    breaks: 'the closure falls between the two reads: a dead payer',
    edits: [
      {
        file: CHANGE,
        find: '  // Call 1: the binding, and beside it what it does not depend on.\n',
        replace: `  readBefore.set(changeId, target && (await store.get('instances', { instanceId: target.instanceId })));\n`,
      },
      { file: CHANGE, find: READ_INSTANCE_OF_CHANGE, replace: '    Promise.resolve(readBefore.get(changeId)),\n' },
      {
        file: CHANGE,
        find: 'export interface Ports {',
        replace: 'const readBefore = new Map();\nexport interface Ports {',
      },
    ],
  },
  {
    name: 'a registration does not read the instance again after its claims',
    breaks: 'the closure falls between the read and the claims: a dead payer',
    edits: [
      {
        file: REGISTER,
        find: `    const instance = await store.get('instances', { instanceId: cloud.instanceId });`,
        replace: '    const instance = found.instance;',
      },
    ],
  },
  {
    name: 'a lost race is repeated at the commit only, without reading the instance again',
    breaks: 'the fence of a closure is overrun: a dead payer',
    edits: [
      {
        file: COMMIT,
        find: '    if (!(fault instanceof Unavailable)) throw fault;\n',
        replace: `    if (!(fault instanceof Unavailable)) {
      const now = await store.get('workspaces', { workspaceId: next.workspaceId });
      if (now?.kind !== 'workspace' || !before || before.kind !== 'workspace') throw fault;
      const timeline = [...now.timeline, next.timeline[next.timeline.length - 1]];
      const merged = { ...now, version: now.version + 1, timeline };
      await store.write(writeWorkspace(now, merged));
      return merged;
    }
`,
      },
    ],
  },

  // --- bindings ---
  {
    name: 'a change removes its old binding',
    breaks: 'there and back: a change the other way rests on the binding that is removed',
    edits: [
      {
        file: CHANGE,
        find: COMMIT_OF_CHANGE,
        replace: `${COMMIT_OF_CHANGE}  const left = payingInstance(workspace);
  if (left !== undefined) await store.write({ table: 'bindings', remove: { instanceId: left, workspaceId } });\n`,
      },
    ],
  },
  {
    name: 'a refused binder removes its intent',
    breaks: 'the binding may be that of another request of the same workspace, or the walker still needs it',
    edits: [{ file: WITHDRAW, find: `if (instance?.status === 'closed') `, replace: '' }],
  },
  {
    name: 'bindings removed before the notice',
    breaks: 'a walker that dies in between leaves nobody to be told',
    edits: [
      {
        file: WALK,
        find: '    for (const owned of switched.values()) await giveNotice(ports, instance, owned, call.nowMs);\n',
        replace: `    await removeBindings(store, instanceId);
    for (const owned of switched.values()) await giveNotice(ports, instance, owned, call.nowMs);\n`,
      },
    ],
  },

  // --- the closure ---
  {
    name: 'notice written unconditionally',
    breaks: 'a mail that was sent is owed anew',
    edits: [{ file: NOTICE, find: `{ table: 'mails', insert: mail }`, replace: `{ table: 'mails', put: mail }` }],
  },
  {
    name: 'a switch recognised by the current settlement only',
    breaks: 'a workspace that its owner has moved on since is missing in the notice',
    edits: [
      {
        file: CLOSURE,
        find: 'if (row && switchedBy(row, instance.instanceId))',
        replace: 'if (row && row.timeline[row.timeline.length - 1].closureOf === instance.instanceId)',
      },
    ],
  },
  {
    name: 'the walker takes an unknown write for done',
    breaks: 'a workspace that was never switched: a dead payer',
    edits: [
      { file: WALK, find: `if (written[at] !== 'done') again.add`, replace: `if (written[at] === 'stale') again.add` },
    ],
  },
  {
    name: 'the walker takes a lost race for somebody else’s work',
    breaks: 'a workspace that moved while it was switched is not switched: a dead payer',
    edits: [
      {
        file: WALK,
        find: `if (written[at] !== 'done') again.add`,
        replace: `if (written[at] === 'unknown') again.add`,
      },
    ],
  },
  {
    name: 'the instance is closed before the walk',
    breaks: 'a walker that dies leaves a closed instance that still pays',
    edits: [
      {
        file: WALK,
        find: '    const switched = await switchAll(store, instance, call.nowMs);\n',
        replace: `    await markClosed(store, instanceId, call.nowMs);
    const switched = await switchAll(store, instance, call.nowMs);\n`,
      },
    ],
  },
  {
    name: 'the to-do row is removed before the walk',
    breaks: 'a closure that stopped is never carried on',
    edits: [
      {
        file: WALK,
        find: `  if (instance.status === 'closing') {\n    const switched`,
        replace: `  await store.write({ table: 'todos', remove: { queue: 'closures', subject: instanceId } });
  if (instance.status === 'closing') {\n    const switched`,
      },
    ],
  },
  {
    name: 'a closing writes no to-do row',
    breaks: 'a closure whose invocation is lost never begins',
    edits: [
      {
        file: SUBSCRIPTION,
        find: `    writes.push({ table: 'todos', put: { queue: 'closures', subject: next.instanceId, sinceMs } });\n`,
        replace: '',
      },
    ],
  },
  {
    name: 'tombstone dropped',
    breaks: 'a late call of the marketplace brings a closed instance back',
    edits: [
      {
        file: WALK,
        find: `{ table: 'instances', replace: next, of: instance.version }`,
        replace: `{ table: 'instances', remove: { instanceId } }`,
      },
    ],
  },
  {
    name: 'a late call reopens a closing instance',
    breaks: 'workspaces are bound while the walker passes: a dead payer',
    edits: [
      {
        file: TRANSITIONS,
        find: `  closing: {\n    createInstance: 'closing',`,
        replace: `  closing: {\n    createInstance: 'open',`,
      },
    ],
  },

  // --- claims ---
  {
    name: 'a link counts before it is good',
    breaks: 'a claim that led to nothing locks the true owner out',
    edits: [
      {
        file: CLAIMS,
        find: `named?.kind === 'workspace' && everSettledBy(named, link.accountId) ? 'good' : 'idle'`,
        replace: `'good'`,
      },
    ],
  },
  {
    name: 'a username counts before its workspace is there',
    breaks: 'a registration that died keeps the name for ever',
    edits: [
      {
        file: CLAIMS,
        find: `!claim ? 'none' : named?.kind === 'workspace' ? 'good' : 'idle'`,
        replace: `!claim ? 'none' : 'good'`,
      },
    ],
  },
  {
    name: 'a username’s claim replaced whatever it carries',
    breaks: 'two registrations both believe that the name is theirs',
    edits: [
      {
        file: REGISTER,
        find: `known ? { table: 'usernames', replace: account, of: known.claimId }`,
        replace: `known ? { table: 'usernames', put: account }`,
      },
    ],
  },
  {
    name: 'a username’s claim inserted over another',
    breaks: 'two registrations both believe that the name is theirs',
    edits: [
      {
        file: REGISTER,
        find: `: { table: 'usernames', insert: account },`,
        replace: `: { table: 'usernames', put: account },`,
      },
    ],
  },
  {
    name: 'a claim that may not be written is taken for written',
    breaks: 'the workspace is there, its account is not',
    edits: [
      {
        file: REGISTER,
        find: `  if (written.some((outcome) => outcome !== 'done')) {\n    throw new StaleWrite('A claim`,
        replace: `  if (written.some((outcome) => outcome === 'stale')) {\n    throw new StaleWrite('A claim`,
      },
    ],
  },

  // --- once ---
  {
    name: 'changeId dropped',
    breaks: 'one request whose answer was lost takes effect twice',
    edits: [
      {
        file: WORKSPACE,
        find: '  workspace.timeline.some((entry) => entry.changeId === changeId);',
        replace: `  changeId === '' && workspace.timeline.some((entry) => entry.changeId === changeId);`,
      },
    ],
  },
  {
    name: 'a lost answer is taken for success',
    breaks: 'a change is acknowledged that is not in the history',
    edits: [
      {
        file: COMMIT,
        find: '    if (!(fault instanceof Unavailable)) throw fault;\n',
        replace: '    if (!(fault instanceof Unavailable)) throw fault;\n    if (fault) return next;\n',
      },
    ],
  },

  // --- mails ---
  {
    name: 'a change owes its mail after the commit',
    breaks: 'a crash in between loses the mail',
    edits: [
      { file: CHANGE, find: '    store.write(owedMail),\n', replace: '' },
      { file: CHANGE, find: COMMIT_OF_CHANGE, replace: `${COMMIT_OF_CHANGE}  await store.write(owedMail);\n` },
    ],
  },
  {
    name: 'a mail is sent without taking it',
    breaks: 'two senders send it twice',
    edits: [
      {
        file: DELIVER,
        find: `    await store.write({ table: 'mails', replace: mine, of: mail.version });\n`,
        replace: `    await store.write({ table: 'mails', put: mine });\n`,
      },
    ],
  },
  {
    name: 'a mail is marked as sent before it is',
    breaks: 'a sender that dies in between loses the mail',
    edits: [
      {
        file: DELIVER,
        find: '    await mailer.send(',
        replace: `    await store.write({ table: 'mails', replace: { ...sent(mine, nowMs), version: mine.version }, of: mine.version });\n    await mailer.send(`,
      },
    ],
  },
];
