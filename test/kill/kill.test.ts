/** A few kills of what `npm run kill` does at length: in the load, early in the next life, and in a closure. */
import { runRound } from './round';
import { largeClosure, mixed, settledByOne } from './scenarios';

const SEED = Number(process.env.SEED ?? 1);

test('killed under clients at work, and again while it makes good: nothing acknowledged is lost, all comes to its end', async () => {
  const round = await runRound(SEED, { ...mixed(SEED, 5), killAt: ['before:90', 'after:12'] });
  expect(round).toMatchObject({ kills: 2, violations: [] });
}, 120_000);

test('killed in the middle of a closure, twice', async () => {
  const many = await settledByOne(30);
  try {
    const round = await runRound(SEED, { ...largeClosure(SEED, many), killAt: ['after:30', 'before:25'] });
    expect(round).toMatchObject({ kills: 2, violations: [] });
    expect(round.closures).toBe(1);
  } finally {
    await many.remove();
  }
}, 120_000);
