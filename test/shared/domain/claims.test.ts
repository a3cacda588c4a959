import {
  isRemembered,
  isYoung,
  KEY_LIFETIME_MS,
  linkStanding,
  type Standing,
  standing,
  YOUNG_CLAIM_MS,
} from '../../../shared/domain/claims';
import type { WorkspaceRow } from '../../../shared/domain/workspace';
import {
  alicloud,
  billingCenter,
  claim,
  entry,
  keyClaim,
  link,
  minute,
  OTHER_ALI,
  voided,
  workspace,
  X,
  Y,
} from './samples';

const paidBy = (...paid: Parameters<typeof entry>[0][]) => {
  const [first = billingCenter, ...rest] = paid;
  return workspace({ timeline: [entry(first), ...rest.map((one) => entry(one))] });
};

describe('what a claim is worth is decided by the workspace that it names', () => {
  // biome-ignore format: one case a line
  test.each<[named: string, row: WorkspaceRow | undefined, ofUsernameOrKey: Standing, ofLink: Standing]>([
    ['is missing',                              undefined,                                 'idle', 'idle'],
    ['never came to be',                        voided(),                                  'idle', 'idle'],
    ['was never settled through AliCloud',      paidBy(billingCenter),                     'good', 'idle'],
    ['is settled by another AliCloud account',  paidBy(alicloud(X, OTHER_ALI)),            'good', 'idle'],
    ['is settled by the AliCloud account',      paidBy(alicloud(X)),                       'good', 'good'],
    ['by another instance of it',               paidBy(alicloud(Y)),                       'good', 'good'],
    ['was once settled by it',                  paidBy(alicloud(X), billingCenter),        'good', 'good'],
    ['was once, and is by another now',         paidBy(alicloud(X), alicloud(X, OTHER_ALI)), 'good', 'good'],
  ])('the workspace %s', (_named, row, ofUsernameOrKey, ofLink) => {
    expect([standing(claim(), row), linkStanding(link(), row)]).toEqual([ofUsernameOrKey, ofLink]);
  });

  test('no claim at all', () => {
    expect([standing(undefined, undefined), linkStanding(undefined, paidBy(alicloud(X)))]).toEqual(['none', 'none']);
  });
});

// biome-ignore format: one case a line
test.each<[ageMs: number, young: boolean]>([
  [0,                  true],
  [YOUNG_CLAIM_MS - 1, true],
  [YOUNG_CLAIM_MS,     false],
])('a claim of %d ms is young: %s', (ageMs, young) => {
  expect(isYoung(claim({ claimedAtMs: minute(0) }), minute(0) + ageMs)).toBe(young);
});

// biome-ignore format: one case a line
test.each<[ageMs: number, remembered: boolean]>([
  [0,                           true],
  [24 * 60 * 60 * 1_000 - 1,    true],
  [KEY_LIFETIME_MS,             false],
  [24 * 60 * 60 * 1_000,        false],
])('an idempotency key of %d ms is remembered: %s', (ageMs, remembered) => {
  expect(isRemembered(keyClaim({ claimedAtMs: minute(0) }), minute(0) + ageMs)).toBe(remembered);
});
