/**
 * A further cloud fits without a change of the core: its method, of which nothing here has heard, goes through every
 * decision. Only the table of methods (`validation/settlement.ts`) would know it.
 */
import { linkStanding } from '../../../shared/domain/claims';
import { decideClosureStep } from '../../../shared/domain/closure';
import { decideActivation, newWorkspace } from '../../../shared/domain/registration';
import {
  type CloudSettlement,
  decideOnWorkspace,
  refusalOfPayer,
  withoutProof,
} from '../../../shared/domain/settlement';
import { timelineView, workspaceView } from '../../../shared/domain/views';
import { cloudAccountOf, everSettledBy, payingInstance, withEntry } from '../../../shared/domain/workspace';
import { billingCenter, entry, instance, link, minute, OURS, wksp, workspace } from './samples';

const aws = { method: 'aws', accountId: '210987654321', instanceId: 'agmt-7' } as unknown as CloudSettlement;
const bought = instance({ instanceId: 'agmt-7', accountId: '210987654321' });
const wish = { site: 'cn1', owner: OURS, settlement: aws, changeId: 'mine' };
const settled = withEntry(workspace(), entry(aws, { fromMs: minute(1), cause: 'change', changeId: 'mine' }));

test('it is wished for, and once it pays it is no change', () => {
  expect(decideOnWorkspace(wish, workspace()).kind).toBe('go-on');
  expect(decideOnWorkspace(wish, settled).kind).toBe('unchanged');
  expect(decideOnWorkspace({ ...wish, changeId: 'other' }, settled).kind).toBe('unchanged');
});

test('its instance is a guard like any other', () => {
  const payer = { instance: bought, link: undefined, linkNamed: undefined };
  expect(refusalOfPayer(aws, OURS, payer)).toBeUndefined();
  expect(refusalOfPayer(aws, OURS, { ...payer, instance: { ...bought, status: 'overdue' } })?.code).toBe(
    'instance-overdue',
  );
  expect(refusalOfPayer(aws, OURS, { ...payer, instance: instance() })?.code).toBe('instance-not-found');
});

test('it pays, and its link counts from then on', () => {
  expect([payingInstance(settled), cloudAccountOf(aws)]).toEqual(['agmt-7', '210987654321']);
  expect(everSettledBy(settled, '210987654321')).toBe(true);
  expect(linkStanding({ ...link(), accountId: aws.accountId }, settled)).toBe('good');
});

test('it is registered with', () => {
  const free = { claim: undefined, named: undefined };
  const found = {
    username: free,
    link: free,
    key: free,
    instance: bought,
    candidate: { workspaceId: wksp('1'), row: undefined },
  };
  expect(decideActivation({ changeId: 'mine', settlement: aws }, found, minute(0)).kind).toBe('go-on');
  const { workspaceId, site, name, language, owner, username } = workspace();
  const row = newWorkspace({
    workspaceId,
    site,
    name,
    language,
    owner,
    username,
    settlement: aws,
    changeId: 'mine',
    nowMs: minute(0),
  });
  expect(row.timeline).toEqual([entry(withoutProof(aws), { changeId: 'mine' })]);
});

test('its closure switches the workspace', () => {
  const closing = { ...bought, status: 'closing', releasedAtMs: minute(2) } as const;
  expect(decideClosureStep(settled, settled.workspaceId, closing, minute(3))).toMatchObject({
    kind: 'switch',
    next: { timeline: [{}, {}, { settlement: billingCenter, cause: 'closure', closureOf: 'agmt-7' }] },
  });
});

test('it is shown', () => {
  expect(workspaceView(settled).settlement).toEqual({ ...aws, since: '2026-01-01T00:01:00.000Z' });
  expect(timelineView(settled)[1]).toMatchObject(aws);
});
