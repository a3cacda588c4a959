/** The books of the timed check. */
import {
  advanced,
  begun,
  held,
  type Run,
  released,
  reportOf,
  tallied,
  total,
  unfinished,
} from '../../../shared/domain/consistency';
import { minute } from './samples';

const run: Run = begun('a', { dryRun: false }, minute(0));

test('a run begins at the first pass, with nothing found, held by nobody', () => {
  expect(run).toEqual({
    runId: 'a',
    startedAtMs: minute(0),
    dryRun: false,
    pass: 0,
    checked: 0,
    repairs: 0,
    findings: {},
    heldUntilMs: minute(0),
  });
  expect(begun('b', { dryRun: true }, minute(0))).toMatchObject({ runId: 'b', dryRun: true });
});

test('who is at it holds it for a quarter of an hour, longer than an invocation may last, until it is let go', () => {
  expect(held(run, minute(3))).toEqual({ ...run, heldUntilMs: minute(18) });
  expect(released(held(run, minute(3)))).toEqual({ ...run, heldUntilMs: 0 });
});

// biome-ignore format: one case a line
test.each([
  // present             wish     goes on
  [undefined,            false,   false],
  [undefined,            true,    false],
  [run,                  false,   true],
  [run,                  true,    false],
  [begun('b', { dryRun: true }, 0),  true,    true],
  [begun('b', { dryRun: true }, 0),  false,   false],
])('%j with dryRun %p goes on: %p', (present, dryRun, goesOn) => {
  expect(unfinished(present, { dryRun })).toEqual(goesOn ? present : undefined);
});

test('how many repairs it may make is the operator’s word, where there is one, also where it had begun without', () => {
  expect(begun('b', { dryRun: false, repairLimit: 5 }, 0)).toMatchObject({ repairLimit: 5 });
  expect(unfinished(run, { dryRun: false, repairLimit: 5 })).toEqual({ ...run, repairLimit: 5 });
  expect(unfinished({ ...run, repairLimit: 5 }, { dryRun: false })).toEqual({ ...run, repairLimit: 5 });
});

test('a page further, and at the next pass from its beginning', () => {
  const further = advanced(run, 7, { workspaceId: 'w' });
  expect(further).toEqual({ ...run, checked: 7, cursor: { workspaceId: 'w' } });
  expect(advanced(further, 5, undefined)).toEqual({ ...run, checked: 12, pass: 1 });
});

test('findings are counted by kind, and summed', () => {
  let tallies = tallied({}, { kind: 'binding-missing' }, 'repaired');
  tallies = tallied(tallies, { kind: 'binding-missing' }, 'left');
  tallies = tallied(tallies, { kind: 'binding-missing' }, 'left');
  tallies = tallied(tallies, { kind: 'intent-at-closed' }, 'repaired');
  expect(tallies).toEqual({
    'binding-missing': { found: 3, repaired: 1, left: 2 },
    'intent-at-closed': { found: 1, repaired: 1, left: 0 },
  });
  expect(total(tallies)).toEqual({ found: 4, repaired: 2, left: 2 });
  expect(total({})).toEqual({ found: 0, repaired: 0, left: 0 });
});

test('the report says what the run did, and why it stopped where it did', () => {
  const done: Run = {
    ...run,
    pass: 7,
    checked: 9,
    repairs: 1,
    findings: tallied({}, { kind: 'link-missing' }, 'repaired'),
  };
  const report = {
    startedAtMs: minute(0),
    endedAtMs: minute(2),
    dryRun: false,
    checked: 9,
    findings: { 'link-missing': { found: 1, repaired: 1, left: 0 } },
  };
  expect(reportOf(done, minute(2))).toEqual(report);
  expect(reportOf({ ...done, stopped: 'repair-limit' }, minute(2))).toEqual({ ...report, stopped: 'repair-limit' });
});
