import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closureMailId, failed, type Mail, sent, taken } from '../../../shared/domain/mail';
import { username } from '../../../shared/validation/username';
import { minute, OURS, THEIRS, X, Y } from './samples';

const owed: Mail = {
  mailId: closureMailId(X, OURS),
  version: 1,
  owner: OURS,
  username: username.parse('acme'),
  notice: { kind: 'closure', instanceId: X, closedAtMs: minute(0), count: 0, first: [], languages: [] },
  createdAtMs: minute(0),
  attempts: 0,
  nextAttemptAtMs: minute(0),
};

test('one occasion has one mail: the closure of an instance, for each account it concerns', () => {
  const ids = [closureMailId(X, OURS), closureMailId(X, THEIRS), closureMailId(Y, OURS)];
  expect(new Set(ids).size).toBe(3);
  expect(closureMailId(X, OURS)).toBe(ids[0]);
});

describe('who is about to send it', () => {
  test('keeps the others away for six minutes', () => {
    expect(taken(owed, minute(0))).toEqual({ ...owed, version: 2, attempts: 1, nextAttemptAtMs: minute(6) });
  });

  test('keeps them away for longer than it can run: it knows the time at which it began, not that of the sending', () => {
    const settings = readFileSync(join(__dirname, '../../../s.yaml'), 'utf8');
    const timeoutS = Number(/^ {2}deliver-mail:$[\s\S]*?^ {6}timeout: (\d+)$/m.exec(settings)?.[1]);
    expect(taken(owed, minute(0)).nextAttemptAtMs).toBeGreaterThan(minute(0) + timeoutS * 1_000);
  });
});

describe('after a failure it is tried again, ever more rarely, and never given up', () => {
  // biome-ignore format: one case a line
  test.each<[attempts: number, pauseMinutes: number]>([
    [1,     1],
    [2,     2],
    [3,     4],
    [4,     8],
    [9,     256],
    [10,    360],
    [11,    360],
    [5_000, 360],
  ])('attempt %d: after %d minutes', (attempts, pauseMinutes) => {
    const mail = { ...owed, attempts };
    const row = { ...mail, version: 2, nextAttemptAtMs: minute(pauseMinutes), lastError: 'no answer' };
    expect(failed(mail, minute(0), 'no answer')).toEqual(row);
  });
});

test('once it is sent, it says when, and no longer what failed before', () => {
  const before = failed(taken(owed, minute(0)), minute(0), 'no answer');
  expect(sent(before, minute(5))).toEqual({
    ...taken(owed, minute(0)),
    version: 4,
    nextAttemptAtMs: minute(1),
    sentAtMs: minute(5),
  });
});

test('every write moves the version', () => {
  expect([taken, sent].map((write) => write(owed, minute(0)).version)).toEqual([2, 2]);
});
