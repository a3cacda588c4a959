/** What operators are refused, and when there is nothing to do: each sentence says what to do instead. Nothing is recorded. */
import type { Reach } from '../../../local/operations/command';
import type { MeteringWindow } from '../../../shared/domain/fees/metering';
import { Unavailable } from '../../../shared/ports';
import { rowsOf } from '../../fakes/rows';
import { buy, register } from '../../fakes/world';
import {
  build,
  CLOSED_INSTANCE_ID,
  type House,
  INSTANCE_ID,
  OTHER_INSTANCE_ID,
} from '../../functions/check-consistency/house';
import { fallOverdue, release, show } from '../../functions/steps';
import { SPARE_INSTANCE_ID, WINDOW, window } from './cases';
import { outcome, recorded } from './operator';

const UNKNOWN = '70000001';
const notification = 'f'.repeat(32);
const mend =
  (to: string) =>
  ({ paid }: House) =>
    `mend-binding ${paid.workspaceId} --to ${to}`;
const spare = async ({ world }: House) => {
  await buy(world, SPARE_INSTANCE_ID);
  show(world, 'OPENED', { instanceId: SPARE_INSTANCE_ID });
};

type Spoil = (house: House) => unknown;
const windowIn =
  (state: MeteringWindow['state']): Spoil =>
  async ({ world }) => {
    const { instanceId, windowStartMs } = window(world);
    const subject = `${instanceId}/${windowStartMs}`;
    if (state === 'pending') {
      await world.store.write({ table: 'todos', put: { queue: 'metering', subject, sinceMs: 0 } });
    }
    await world.store.write({ table: 'meteringWindows', put: { ...window(world), state } });
  };
const nothing: Spoil = () => undefined;

// biome-ignore format: one case a line
const cases: readonly (readonly [name: string, spoil: Spoil, line: (house: House) => string, kind: 'refused' | 'nothing', why: RegExp, more?: Partial<Reach>])[] = [
  ['an unknown mail',                            nothing,                                          () => 'resend-mail closure/1/acct_1',                           'refused', /^There is no mail closure\/1\/acct_1\..*show workspace/],
  ['a mail that was sent',                       nothing,                                          ({ switched }) => `resend-mail closure/${CLOSED_INSTANCE_ID}/${switched.owner}`, 'refused', /^It was sent at 2026-01-01T.*add --again/],
  ['a mail that a sender may have',              async ({ world }) => { world.mailer.fault = new Unavailable('down'); await release(world); await world.settle(); }, ({ paid }) => `resend-mail closure/${INSTANCE_ID}/${paid.owner}`, 'nothing', /^A sender may be at it until 2026.*wait/],
  ['a mail that is due',                         async ({ world }) => { world.mailer.fault = new Unavailable('down'); await release(world); await world.settle(); world.clock.advance(600_000); }, ({ paid }) => `resend-mail closure/${INSTANCE_ID}/${paid.owner}`, 'nothing', /^It is due already/],
  ['the closure of an open instance',            nothing,                                          () => `resume-closure ${INSTANCE_ID}`,                          'refused', /^The instance 33884913 is open: .*replay-call --action releaseInstance --instance 33884913/],
  ['the closure of an unknown instance',         nothing,                                          () => `resume-closure ${UNKNOWN}`,                              'refused', /^The instance 70000001 is not known to us/],
  ['a closure that is complete',                 nothing,                                          () => `resume-closure ${CLOSED_INSTANCE_ID}`,                   'nothing', /^The closure of 33884915 was complete at 2026-01-01T/],
  ['a release, shown as open',                   nothing,                                          () => `replay-call --action releaseInstance --instance ${INSTANCE_ID}`, 'refused', /^The marketplace shows it as OPENED\. A release is final.*--anyway/],
  ['a release, the marketplace being down',      ({ world }) => { world.marketplace.down = true; }, () => `replay-call --action releaseInstance --instance ${INSTANCE_ID}`, 'refused', /^The marketplace does not say what it is now \(Unavailable\)\. A release is final/],
  ['an expiry that is not so',                   nothing,                                          () => `replay-call --action expiredInstance --instance ${INSTANCE_ID}`, 'nothing', /^It would be passed over as an old one\. The marketplace shows it as OPENED/],
  ['a call about what nobody knows',             nothing,                                          () => `replay-call --action upgradeInstance --instance ${UNKNOWN} --parameter orderId=222222222222222 --parameter skuId=a`, 'refused', /^We do not know the instance 70000001.*The marketplace does not know it/],
  ['a sale of another product',                  nothing,                                          () => `replay-call --action createInstance --instance ${UNKNOWN} --parameter aliUid=1234567890123456 --parameter orderId=222222222222222 --parameter productCode=cmgj1 --parameter skuId=a --parameter trial=false`, 'refused', /^The product cmgj1 is not one of MARKETPLACE_PRODUCT_CODES/, { productCodes: ['cmgj00053362'] }],
  ['a notification that is not listed',          nothing,                                          () => `replay-call --notification ${notification}`,             'nothing', /^The marketplace lists no call f+/],
  ['one that cannot be read',                    ({ world }) => world.marketplace.failed.push({ notificationId: notification, action: 'closeInstance', message: '{"a":"1","token":"0123"}' }), () => `replay-call --notification ${notification}`, 'refused', /cannot be read: \{"a":"1","token":"…"\}.*give it by --action/],
  ['a binding that nothing says is wrong',       nothing,                                          mend('billing-center'),                                         'refused', /^Nothing in the rows says that its binding is wrong.*--anyway/],
  ['a binding that is so already',               nothing,                                          mend(INSTANCE_ID),                                              'nothing', /^It is settled so already, since 2026/],
  ['a workspace that is not there',              nothing,                                          () => `mend-binding wksp_${'0'.repeat(32)} --to billing-center`, 'refused', /^The workspace wksp_0+ is not there/],
  ['a workspace of another site',                nothing,                                          ({ paid }) => `mend-binding eu1/${paid.workspaceId} --to billing-center --anyway`, 'refused', /is not there/],
  ['a workspace that is void',                   ({ world }) => world.store.write({ table: 'workspaces', put: { kind: 'void', workspaceId: `wksp_${'1'.repeat(32)}` as never, version: 1 } }), () => `mend-binding wksp_${'1'.repeat(32)} --to billing-center`, 'refused', /never came to be/],
  ['to an instance that we do not know',         nothing,                                          ({ paid }) => `mend-binding ${paid.workspaceId} --to ${UNKNOWN} --anyway`, 'refused', /^Whom the instance 70000001 was sold to is not known.*show instance/],
  ['to an instance of somebody else’s',          nothing,                                          ({ paid }) => `mend-binding ${paid.workspaceId} --to ${OTHER_INSTANCE_ID} --anyway`, 'refused', /^The AliCloud account 6543210987654321 is linked to another.*for good/],
  ['to one whose AliCloud account has no link',  async ({ world }) => { await buy(world, SPARE_INSTANCE_ID, '9999999999999999'); }, ({ paid }) => `mend-binding ${paid.workspaceId} --to ${SPARE_INSTANCE_ID} --anyway`, 'refused', /^The AliCloud account 9999999999999999 is not linked.*the owner makes it/],
  ['to one that is closed',                      nothing,                                          ({ paid }) => `mend-binding ${paid.workspaceId} --to ${CLOSED_INSTANCE_ID} --anyway`, 'refused', /^The instance 33884915 is closed, and only an open one/],
  ['to one that is overdue',                     async (house) => { await spare(house); await fallOverdue(house.world, SPARE_INSTANCE_ID); }, ({ paid }) => `mend-binding ${paid.workspaceId} --to ${SPARE_INSTANCE_ID} --anyway`, 'refused', /^The instance 33884916 is overdue/],
  ['from one that is closing',                   async (house) => { await spare(house); await release(house.world); }, mend(SPARE_INSTANCE_ID),                     'refused', /^Its instance 33884913 is closing, and the closure switches it: use resume-closure/],
  ['where its site may not',                     async (house) => { await spare(house); const { body } = await register(house.world, { site: 'eu1', username: 'third', settlement: { method: 'billing-center' } }); house.world.lines.push(body.workspace.workspaceId); }, ({ world }) => `mend-binding ${world.lines.at(-1)} --to ${SPARE_INSTANCE_ID} --anyway`, 'refused', /Frankfurt does not run on Alibaba Cloud/, { policies: { onlyOwnCloud: true } }],
  ['sessions of nobody',                         nothing,                                          () => 'revoke-sessions nobody',                                 'refused', /^There is no account nobody/],
  ['sessions of who is not logged in',           nothing,                                          () => 'revoke-sessions other',                                  'nothing', /^Nobody is logged in as other/],
  ['a credit of nobody',                         nothing,                                          () => 'credit --account nobody --currency CNY --kind cash --amount 1', 'refused', /^There is no account nobody/],
  ['a window that is not there',                 nothing,                                          () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --accepted`, 'refused', /^There is no such window\. show-metering 33884913/],
  ['a window that waits, said to be accepted',   windowIn('pending'),                              () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --accepted`, 'refused', /^It is pending\. Only a window whose outcome is unknown/],
  ['a window that was lost, said to be accepted', windowIn('missed'),                              () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --accepted`, 'refused', /^It is missed\./],
  ['a window that was accepted, said not to be', windowIn('accepted'),                             () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --not-accepted`, 'refused', /^It is accepted\./],
  ['a window that was refused, said to be accepted', windowIn('refused'),                          () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --accepted`, 'refused', /^It is refused\. The marketplace said that it took nothing.*with --not-accepted\.$/],
  ['a window that is on its way',                windowIn('sent'),                                 () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --not-accepted`, 'refused', /^It is sent\. Only a window whose outcome is unknown, or that was refused/],
  ['a window that is accepted already',          windowIn('accepted'),                             () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --accepted`, 'nothing', /^It is accepted/],
  ['a window that waits already',                windowIn('pending'),                              () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --not-accepted`, 'nothing', /^It is pending/],
  ['counts of nobody',                           nothing,                                          () => 'unlock acme',                                            'nothing', /^No wrong passwords are counted now\..*add --place/],
  ['usage that is not kept',                     nothing,                                          () => `retake-usage --subject ${'a'.repeat(64)}`,               'nothing', /^Nothing is kept under this subject/],
  ['usage that no reason keeps',                 nothing,                                          () => 'retake-usage --reason malformed',                        'nothing', /^Nothing is kept for the reason malformed/],
  ['usage that still cannot be taken',           ({ world }) => world.invoke('record-usage', ['nonsense', { long: 'x'.repeat(9_000) }]), () => 'retake-usage --reason malformed', 'refused', /^It still cannot be taken \(malformed\)\. This is no event of usage/],
];

test.each(cases.map((one) => [one[0], one] as const))('%s', async (_, [, spoil, line, kind, why, more = {}]) => {
  const house = await build();
  await spoil(house);
  const typed = line(house);
  const before = rowsOf(house.world.store);
  expect(await outcome(house.world, typed, more)).toEqual([kind, expect.stringMatching(why)]);
  expect(rowsOf(house.world.store)).toEqual(before);
  expect(await recorded(house.world)).toEqual([]);
});
