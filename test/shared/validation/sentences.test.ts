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

describe('says where the number is found that people get wrong', () => {
  const ofTheLength = ['account-id-wrong-length', 'instance-id-wrong-length'];

  // biome-ignore format: one case a line
  test.each<[prefix: string, zh: RegExp, en: RegExp]>([
    ['account-id-',  /阿里云控制台右上角的头像菜单中复制主账号的账号 ID/, /copy the account ID of the main account from the avatar menu/],
    ['instance-id-', /云市场“已购买的服务”中复制商品实例 ID/,          /copy the product instance ID from Purchased Services/],
  ])('%s…', (prefix, zh, en) => {
    const codes = faultCodes.filter((code) => code.startsWith(prefix) && !ofTheLength.includes(code));
    expect(codes.length).toBeGreaterThan(4);
    for (const code of codes) {
      expect(sentences[code].zh(plain)).toMatch(zh);
      expect(sentences[code].en(plain)).toMatch(en);
    }
  });
});

// biome-ignore format: one case a line
test.each([
  ['required',         subject, '请选择“LABEL”，可选值：a, b。'],
  ['required',         plain,   '请填写“LABEL”。'],
  ['too-short',        subject, '“LABEL”至少需要 3 个字符，请补充。'],
  ['too-long',         subject, '“LABEL”最多 64 个字符，请缩短。'],
  ['malformed',        subject, '“LABEL”的格式不正确，请改为：FORM。'],
  ['not-offered',      subject, '没有这个“LABEL”，请从以下值中选择：a, b。'],
  ['too-common',       subject, '这个“LABEL”太容易被猜到，请换一个。'],
  ['must-be-accepted', subject, '请先阅读并同意“LABEL”。'],
  ['range-reversed',   subject, '“LABEL”不能早于开始日期，请调整。'],
  ['range-too-long',   subject, '请缩短日期范围，最多 64 天。'],
] as const)('%s names the field and what is right, in Chinese too (%#)', (code, about, sentence) => {
  expect(sentences[code].zh(about)).toBe(sentence);
});

test('a field to be filled in is no choice', () => {
  expect(sentences.required.en(plain)).toBe('Please fill in the LABEL.');
});

test.each([
  ['required', 'Please choose the LABEL: a, b.'],
  ['too-short', 'Please use at least 3 characters for the LABEL.'],
  ['too-long', 'Please shorten the LABEL to at most 64 characters.'],
  ['malformed', 'Please correct the LABEL: it must be FORM.'],
  ['not-offered', 'There is no such LABEL: please choose one of a, b.'],
  ['too-common', 'This LABEL is too easy to guess: please choose another one.'],
  ['must-be-accepted', 'Please read and accept the LABEL to go on.'],
  ['range-reversed', 'Please correct the LABEL: it is before the first day.'],
  ['range-too-long', 'Please choose at most 64 days at a time.'],
] as const)('%s names the field and what is right: %s', (code, sentence) => {
  expect(sentences[code].en(subject)).toBe(sentence);
});
