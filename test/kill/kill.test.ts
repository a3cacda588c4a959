/** A few kills of what `npm run kill` does at length: one under clients at work, two while the system makes good. */
import { runRound } from './round';
import { mixed } from './scenarios';

const SEED = Number(process.env.SEED ?? 1);

test('killed again and again: nothing acknowledged is lost, and everything comes to its end', async () => {
  const round = await runRound(SEED, { ...mixed(SEED, 5), killAt: ['before:90', 'after:12', 'before:40'] });
  expect(round).toMatchObject({ kills: 3, violations: [] });
  expect(round.acknowledged).toBeGreaterThan(10);
}, 300_000);
