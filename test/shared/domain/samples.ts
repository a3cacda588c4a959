/** The people and things of the specifications: few, named, and the same in each. Times are minutes after a fixed one. */
import type { Claim, KeyClaim, Link, UsernameClaim } from '../../../shared/domain/claims';
import type { Instance } from '../../../shared/domain/instance';
import type { TimelineEntry, VoidWorkspace, Workspace } from '../../../shared/domain/workspace';
import { accountId } from '../../../shared/validation/account-id';
import { email } from '../../../shared/validation/email';
import { type Settlement, settlement } from '../../../shared/validation/settlement';
import { username } from '../../../shared/validation/username';
import { type WorkspaceId, workspaceId, workspaceName } from '../../../shared/validation/workspace';

export const minute = (minutes: number): number => Date.UTC(2026, 0, 1) + minutes * 60_000;

/** Two AliCloud accounts, and the instances that the first of them bought. */
export const ALI = '1234567890123456';
export const OTHER_ALI = '6543210987654321';
export const X = '33884913';
export const Y = '33884914';

/** Two Billing Center accounts. */
export const OURS = `acct_${'0'.repeat(31)}1`;
export const THEIRS = `acct_${'0'.repeat(31)}2`;

export const wksp = (digit: string): WorkspaceId => workspaceId.parse(`wksp_${digit.padStart(32, '0')}`);

export const billingCenter: Settlement = { method: 'billing-center' };
export const alicloud = (instanceId = X, account = ALI): Settlement =>
  settlement.parse({ method: 'alicloud', accountId: account, instanceId });

export const entry = (paid: Settlement, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  settlement: paid,
  fromMs: minute(0),
  cause: 'registration',
  by: 'owner',
  changeId: 'first',
  ...more,
});

export const workspace = (more: Partial<Workspace> = {}): Workspace => ({
  kind: 'workspace',
  workspaceId: wksp('a'),
  version: 7,
  site: 'cn1',
  name: workspaceName.parse('Acme production'),
  language: 'zh',
  owner: OURS,
  username: username.parse('acme'),
  createdAtMs: minute(0),
  timeline: [entry(billingCenter)],
  ...more,
});

export const voided = (id: WorkspaceId = wksp('a')): VoidWorkspace => ({ kind: 'void', workspaceId: id, version: 1 });

export const instance = (more: Partial<Instance> = {}): Instance => ({
  instanceId: X,
  version: 3,
  status: 'open',
  accountId: ALI,
  openedAtMs: minute(-60),
  ...more,
});

export const claim = (more: Partial<Claim> = {}): Claim => ({
  workspaceId: wksp('c'),
  owner: THEIRS,
  claimId: 'claim',
  changeId: 'of-a-stranger',
  claimedAtMs: minute(-60),
  ...more,
});

export const link = (more: Partial<Claim> = {}): Link => ({ ...claim(more), accountId: accountId.parse(ALI) });

export const usernameClaim = (more: Partial<UsernameClaim> = {}): UsernameClaim => ({
  ...claim(),
  username: username.parse('acme'),
  passwordHash: 'hash',
  email: email.parse('ops@acme.example'),
  ...more,
});

export const keyClaim = (more: Partial<KeyClaim> = {}): KeyClaim => ({
  ...claim(),
  scope: 'registrations',
  key: 'key',
  fingerprint: 'this body',
  ...more,
});
