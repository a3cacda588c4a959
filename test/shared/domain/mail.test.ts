import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  arrearsMailId,
  changeMailId,
  closureMailId,
  failed,
  type Mail,
  type Notice,
  overdueMailId,
  owed,
  readChangeMailId,
  sent,
  statementMailId,
  taken,
  undeliverable,
} from '../../../shared/domain/mail';
import { username } from '../../../shared/validation/username';
import { minute, OURS, THEIRS, wksp, X, Y } from './samples';

const notice: Notice = { kind: 'closure', instanceId: X, closedAtMs: minute(0), count: 0, first: [], languages: [] };
const mail = owed(closureMailId(X, OURS), { owner: OURS, username: username.parse('acme') }, notice, minute(0));

test('what is owed may be sent at once, and was not tried yet', () => {
  expect(mail).toEqual({
    mailId: `closure/${X}/${OURS}`,
    version: 1,
    owner: OURS,
    username: 'acme',
    notice,
    createdAtMs: minute(0),
    attempts: 0,
    nextAttemptAtMs: minute(0),
  });
});

// biome-ignore format: one case a line
test.each<[occasion: string, ids: string[]]>([
  ['the closure of an instance, for each account it concerns', [closureMailId(X, OURS), closureMailId(X, THEIRS), closureMailId(Y, OURS)]],
  ['an overdue spell of an instance',                          [overdueMailId(X, minute(0)), overdueMailId(X, minute(1)), overdueMailId(Y, minute(0))]],
  ['a spell of arrears',                                       [arrearsMailId(OURS, 'CNY', 1), arrearsMailId(OURS, 'CNY', 2), arrearsMailId(OURS, 'USD', 1)]],
  ['a month of an account',                                    [statementMailId(OURS, '2026-01'), statementMailId(OURS, '2026-02'), statementMailId(THEIRS, '2026-01')]],
  ['a change of a workspace',                                  [changeMailId(wksp('a'), 'one'), changeMailId(wksp('a'), 'two'), changeMailId(wksp('b'), 'one')]],
])('one occasion has one mail: %s', (_occasion, ids) => {
  expect(new Set(ids).size).toBe(3);
});

// biome-ignore format: one case a line
test.each<[mailId: string, read: ReturnType<typeof readChangeMailId>]>([
  [changeMailId(wksp('a'), 'one'),            { workspaceId: wksp('a'), changeId: 'one' }],
  [changeMailId(wksp('a'), 'closure/33\n4'),  { workspaceId: wksp('a'), changeId: 'closure/33\n4' }],
  [changeMailId(wksp('a'), ''),               undefined],
  ['change/wksp_a/one',                       undefined],
  [`change/${wksp('a')}`,                     undefined],
  [`exchange/${wksp('a')}/one`,               undefined],
  [`change/x/${wksp('a')}/one`,               undefined],
  [closureMailId(X, OURS),                    undefined],
  [overdueMailId(X, minute(0)),               undefined],
  ['',                                        undefined],
])('the id of a change’s mail is read again: %j', (mailId, read) => {
  expect(readChangeMailId(mailId)).toEqual(read);
});

describe('who is about to send it', () => {
  test('keeps the others away for six minutes', () => {
    expect(taken(mail, minute(0))).toEqual({ ...mail, version: 2, attempts: 1, nextAttemptAtMs: minute(6) });
  });

  test('keeps them away for longer than it can run: it knows the time at which it began, not that of the sending', () => {
    const settings = readFileSync(join(__dirname, '../../../s.yaml'), 'utf8');
    const timeoutS = Number(/^ {2}deliver-mail:$[\s\S]*?^ {6}timeout: (\d+)$/m.exec(settings)?.[1]);
    expect(taken(mail, minute(0)).nextAttemptAtMs).toBeGreaterThan(minute(0) + timeoutS * 1_000);
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
    const tried = { ...mail, attempts };
    const row = { ...tried, version: 2, nextAttemptAtMs: minute(pauseMinutes), lastError: 'no answer' };
    expect(failed(tried, minute(0), 'no answer')).toEqual(row);
  });
});

test('once it is sent, it says when, and no longer what failed before', () => {
  const before = failed(taken(mail, minute(0)), minute(0), 'no answer');
  expect(sent(before, minute(5))).toEqual({
    ...taken(mail, minute(0)),
    version: 4,
    nextAttemptAtMs: minute(1),
    sentAtMs: minute(5),
  });
});

test('what can never be delivered says since when and why, and how often it was tried', () => {
  expect(undeliverable(taken(mail, minute(0)), minute(0), 'InvalidToAddress')).toEqual({
    ...taken(mail, minute(0)),
    version: 3,
    undeliverableAtMs: minute(0),
    lastError: 'InvalidToAddress',
  });
});

test('every write moves the version', () => {
  const writes = [
    taken,
    sent,
    (row: Mail) => failed(row, minute(0), 'x'),
    (row: Mail) => undeliverable(row, minute(0), 'x'),
  ];
  expect(writes.map((write) => write(mail, minute(0)).version)).toEqual([2, 2, 2, 2]);
});
