import { faultCodes } from '../../../shared/validation/fault-code';
import { sentences } from '../../../shared/validation/sentences';

const subject = {
  label: 'LABEL',
  form: 'FORM',
  offered: 'a, b',
  minimum: 3,
  maximum: 64,
  suggestion: '1234567890123456',
};
const { offered: _offered, suggestion: _suggestion, ...plain } = subject;
const ideograph = /\p{Script=Han}/u;

describe.each(faultCodes)('the sentence of %s', (code) => {
  const subjects = code === 'not-offered' ? [subject] : [subject, plain];
  const written = subjects.map((each) => ({ zh: sentences[code].zh(each), en: sentences[code].en(each) }));

  test('is Chinese for a Chinese reader, and one sentence', () => {
    for (const { zh } of written) {
      expect(zh).toMatch(ideograph);
      expect(zh).toMatch(/^[^。]+。$/);
    }
  });

  test('is English for an English reader, and one sentence', () => {
    for (const { en } of written) {
      expect(en).not.toMatch(ideograph);
      expect(en).toMatch(/^[A-Z][^.]+\.$/);
    }
  });

  test('leaves no gap', () => {
    for (const { zh, en } of written) expect(`${zh} ${en}`).not.toMatch(/undefined|null|NaN|\[object/);
  });
});

test.each([
  ['required', 'Please choose the LABEL: a, b.'],
  ['too-short', 'Please use at least 3 characters for the LABEL.'],
  ['too-long', 'Please shorten the LABEL to at most 64 characters.'],
  ['malformed', 'Please correct the LABEL: it must be FORM.'],
  ['not-offered', 'There is no such LABEL: please choose one of a, b.'],
  ['too-common', 'This LABEL is too easy to guess: please choose another one.'],
  ['must-be-accepted', 'Please read and accept the LABEL to go on.'],
] as const)('%s names the field and what is right: %s', (code, sentence) => {
  expect(sentences[code].en(subject)).toBe(sentence);
});
