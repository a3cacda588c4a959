/** Every kind that the API can tell operators of has its words on their pages. */
import {
  findingWords,
  mailWords,
  reasonWords,
  stoppedWords,
  wordsOf,
} from '../../../../../functions/console/pages/operations/kind-words';
import type { Stopped } from '../../../../../shared/domain/consistency';
import { unusableAdvice } from '../../../../../shared/domain/fees/record';
import { findingKinds } from '../../../../../shared/domain/findings';
import type { Notice } from '../../../../../shared/domain/mail';

const mailKinds = Object.keys({ closure: 0, overdue: 0, change: 0, arrears: 0, statement: 0 } satisfies Record<
  Notice['kind'],
  0
>);
const stops = Object.keys({ 'repair-limit': 0 } satisfies Record<Stopped, 0>);

test.each([
  ['findings', findingWords, findingKinds],
  ['mails', mailWords, mailKinds],
  ['stops', stoppedWords, stops],
  ['reasons', reasonWords, Object.keys(unusableAdvice)],
])('all %s, and no others', (_, words, kinds) => {
  expect(Object.keys(words).sort()).toEqual([...kinds].sort());
});

test.each(['kind-of-tomorrow', 'constructor'])('%s is shown as it is', (kind) => {
  expect(wordsOf(findingWords, kind)).toEqual({ zh: kind, en: kind });
});
