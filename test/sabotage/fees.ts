/** The protocol of fees, broken on purpose, in the style of the others: `sabotages.ts`. */
import type { Sabotage } from './sabotages';

const RECORD = 'shared/domain/fees/record.ts';
const RECORDING = 'shared/protocol/fees/record-usage.ts';
const PAYER = 'shared/domain/fees/payer.ts';
const RATE = 'shared/domain/fees/rate.ts';
const SETTLE = 'shared/protocol/fees/settle.ts';
const LEDGER = 'shared/protocol/fees/ledger.ts';
const STATES = 'shared/domain/fees/metering-states.ts';
const PLAN = 'shared/protocol/fees/plan-metering.ts';
const SEND = 'shared/protocol/fees/send-metering.ts';
const DUE = 'shared/domain/fees/metering-due.ts';
const BASIS = 'shared/protocol/fees/metering-basis.ts';

export const feesSabotages: readonly Sabotage[] = [
  {
    name: 'an hour is paid by who settles at its end',
    breaks:
      'the hour of a cut-over is charged to the payer that comes, and the marketplace bills it to the one that leaves',
    edits: [
      {
        file: PAYER,
        find: '({ fromMs }) => fromMs <= Math.max(hourMs, first.fromMs))',
        replace: '({ fromMs }) => fromMs < hourMs + HOUR_MS)',
      },
    ],
  },
  {
    name: 'of two values of an hour the one that comes last stands',
    breaks: 'usage that comes out of order takes a correction back',
    edits: [{ file: RECORD, find: '    if (there && !isNewer(hour, there)) return false;\n', replace: '' }],
  },
  {
    name: 'usage of a sealed day is kept, and nothing says that it is to be adjusted',
    breaks: 'what comes late is never charged',
    edits: [
      {
        file: RECORDING,
        find: 'return [due, todo(dayOf(nowMs)), ...metered];',
        replace: 'return [todo(dayOf(nowMs)), ...metered];',
      },
    ],
  },
  {
    name: 'usage is kept before its to-do',
    breaks: 'a crash in between leaves usage that nobody settles',
    edits: [
      {
        file: RECORDING,
        find: 'before.every((write) => standing.has(nameOf(write)))',
        replace: 'standing.size >= 0',
      },
    ],
  },
  {
    name: 'an adjustment is taken for settled whatever was rated',
    breaks: 'a change that was on its way while the day was rated is never charged',
    edits: [{ file: SETTLE, find: 'row.day === day && row.version <= version', replace: 'row.day === day' }],
  },
  {
    name: 'each hour is cut to the cent by itself',
    breaks: 'a day of small hours costs less than its quantity',
    edits: [
      {
        file: RATE,
        find: 'costOf(after, unit, unitPrice) - costOf(before, unit, unitPrice)',
        replace: 'costOf(after - before, unit, unitPrice)',
      },
    ],
  },
  {
    name: 'an entry is made without looking whether it was',
    breaks: 'a settlement that is carried out twice is deducted twice',
    edits: [
      { file: LEDGER, find: '    if (head?.last.entryId === entryId) return head.last;\n', replace: '' },
      { file: LEDGER, find: '    if (there) return there;\n', replace: '' },
    ],
  },
  {
    name: 'a ledger moves on without the rows of its last entry',
    breaks: 'an entry whose maker died has no rows, and is made again',
    edits: [{ file: LEDGER, find: '    if (head) await writeRows(store, head.last);\n', replace: '' }],
  },
  {
    name: 'a ledger’s head is written on any version',
    breaks: 'of two entries at once one is lost under the other',
    edits: [
      {
        file: LEDGER,
        find: "return head ? { table: 'ledgerHeads', replace: next, of: head.version } : { table: 'ledgerHeads', insert: next };",
        replace: "return { table: 'ledgerHeads', put: next };",
      },
    ],
  },
  {
    name: 'an unknown window is sent again',
    breaks: 'the marketplace, which knows no repeat, bills it twice',
    edits: [
      {
        file: STATES,
        find: "return next(window, { state: 'unknown', code: outcome.why });",
        replace: 'return again(window, outcome.why, nowMs);',
      },
    ],
  },
  {
    name: 'a window whose sender is silent is sent again',
    breaks: 'the marketplace may have billed it before the sender died',
    edits: [
      {
        file: STATES,
        find: "return next(window, { state: 'unknown', code: 'no answer' });",
        replace: "return next(window, { state: 'pending' });",
      },
    ],
  },
  {
    name: 'a window is sent whoever else has taken it',
    breaks: 'two senders send it',
    edits: [
      { file: SEND, find: "metered.filter((_, at) => marked[at] === 'done')", replace: 'metered.filter(() => true)' },
      {
        file: SEND,
        find: "return next.filter((window, at) => written[at] === 'done' || (written[at] === 'unknown' && isThere(window)));",
        replace: 'return isThere ? next : [];',
      },
    ],
  },
  {
    name: 'a window is sent without a trace before',
    breaks: 'a sender that dies leaves it to be sent again',
    edits: [
      {
        file: STATES,
        find: "next(window, { state: 'sent', attempts: window.attempts + 1, sentAtMs: nowMs });",
        replace: 'next(window, { attempts: window.attempts + 1, sentAtMs: nowMs });',
      },
    ],
  },
  {
    name: 'nobody writes the window of a planner that died',
    breaks: 'the meter counts it, and it is never sent: a loss without a name',
    edits: [
      { file: PLAN, find: '    await completeLast(store, meters, nowMs);\n', replace: '' },
      { file: SEND, find: 'if (last?.windowStartMs !== key.windowStartMs) continue;', replace: 'if (last) continue;' },
    ],
  },
  {
    name: 'what was charged is not taken off what is due',
    breaks: 'a day that is billed while one of its windows is planned counts twice',
    edits: [{ file: DUE, find: '.map((amount) => -amount)', replace: '.map(() => 0)' }],
  },
  {
    name: 'a settlement that stands half-way is not met by the meter',
    breaks: 'what is entered and not charged yet counts twice: a unit too many',
    edits: [{ file: BASIS, find: '    if (halfWay.length > 0) {', replace: '    if (halfWay.length < 0) {' }],
  },
];
