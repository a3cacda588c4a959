/** What is known of each finding; which are repaired, the README's table says, and the check's own tests how. */
import { type FindingKind, findingFacts, findingKinds } from '../../../shared/domain/findings';

const ofMarketplace: readonly FindingKind[] = [
  'call-undelivered',
  'call-unreadable',
  'instance-not-compared',
  'unknown-to-marketplace',
  'buyer-differs',
  'release-missed',
  'instance-outdated',
  'call-unconfirmed',
  'instance-missing',
];

test('those that the marketplace has to be asked about stand while it does not answer; no others do', () => {
  expect(findingKinds.filter((kind) => findingFacts[kind].ofMarketplace)).toEqual(ofMarketplace);
});

test.each(findingKinds)('%s: the advice is one sentence in each language', (kind) => {
  const { zh, en } = findingFacts[kind].advice;
  expect(zh).toMatch(/^[^。]*\p{Script=Han}[^。]*。$/u);
  expect(en).toMatch(/^[A-Z][^.]*( [^.]+)*\.$/);
});

/** Repaired, and worth a look all the same: it should not have come about, or may not be repaired where it comes again. */
const toldAllTheSame: readonly FindingKind[] = ['instance-missing', 'day-unsettled', 'charge-differs'];

test('what is repaired by itself needs nobody; what is not says what to do about it, and about nothing else', () => {
  const again = findingFacts['binding-missing'].advice;
  for (const kind of findingKinds) {
    const { repaired, advice } = findingFacts[kind];
    expect(advice === again).toBe(repaired && !toldAllTheSame.includes(kind));
  }
  const own = findingKinds.map((kind) => findingFacts[kind].advice).filter((advice) => advice !== again);
  expect(new Set(own.map(({ en }) => en)).size).toBe(own.length);
  expect(new Set(own.map(({ zh }) => zh)).size).toBe(own.length);
});
