/** What fits in a test run of `npm run simulate`: the named cases, then of each case of each pair the first schedules. */
import { named } from './named';
import { type Case, casesOfPair, exploreCase, pairs, titleOf } from './pairs';

/** In milliseconds: on a busy machine more than a test is given. */
jest.setTimeout(10 * 60_000);

/** Of each case, at most; the seed by which they are chosen is fixed. */
const SCHEDULES = { named: 20, paired: 1 };

/** What came of it: the statuses and codes that the actors were told. */
const toldIn = (ends: ReadonlySet<string>): string[] =>
  [...ends].flatMap((end) => end.match(/(?<=\[)\d{3}(?=,)|(?<="code":")[a-z-]+/g) ?? []);

const exploreAll = async (cases: readonly Case[], limit: number) => {
  const found: object[] = [];
  const told = new Set<string>();
  let schedules = 0;
  for (const one of cases) {
    const explored = await exploreCase(one, { limit });
    schedules += explored.runs;
    for (const what of toldIn(explored.ends)) told.add(what);
    if (explored.found) found.push({ title: titleOf(one), ...explored.found });
  }
  return { found, told, schedules };
};

/** What must have been told to somebody in some order, else the case is not what its name says. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'there and back': ['200'],
  'slow binder, eager check': ['200', 'instance-closed'],
  "intent behind the walker's cursor": ['200', 'instance-closed'],
  'two walkers': [],
  'registration while its instance closes': ['201', 'instance-closed'],
  'an operator binds while the instance closes': ['refused'],
  'an operator unbinds while the instance closes': ['done', 'refused'],
  'an operator mends while the owner changes': ['done', '200'],
  'two operators mend': ['done'],
  'two take over one dead claim': ['201', 'username-taken'],
};

test.each(Object.entries(named))('%s', async (name, cases) => {
  const { found, told } = await exploreAll(cases, SCHEDULES.named);
  expect(found).toEqual([]);
  expect([...told]).toEqual(expect.arrayContaining([...(expected[name] ?? ['a case that nothing is expected of'])]));
});

test('every pair, in the first orders of each of its cases', async () => {
  const { found, schedules } = await exploreAll(
    pairs.flatMap(([one, other]) => casesOfPair(one, other)),
    SCHEDULES.paired,
  );
  expect(found).toEqual([]);
  process.stderr.write(`${schedules} schedules of ${pairs.length} pairs\n`);
});
