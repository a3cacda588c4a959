import {
  detailOf,
  type RefusalCode,
  refusalCodes,
  refusals,
  refused,
  retryAfterSOf,
} from '../../../shared/domain/refusals';

/** In the contract's order. */
const specified: [code: RefusalCode, status: number, again: 'again' | 'in vain'][] = [
  ['not-found', 404, 'in vain'],
  ['method-not-allowed', 405, 'in vain'],
  ['unsupported-media-type', 415, 'in vain'],
  ['body-too-large', 413, 'in vain'],
  ['too-many-attempts', 429, 'again'],
  ['not-signed-in', 401, 'in vain'],
  ['wrong-credentials', 401, 'in vain'],
  ['cross-site-request', 403, 'in vain'],
  ['invalid-request', 400, 'in vain'],
  ['idempotency-key-reused', 422, 'in vain'],
  ['workspace-not-found', 404, 'in vain'],
  ['workspace-changed', 412, 'in vain'],
  ['instance-not-found', 404, 'in vain'],
  ['cloud-account-linked-elsewhere', 409, 'in vain'],
  ['proof-required', 409, 'in vain'],
  ['instance-not-ready', 409, 'again'],
  ['instance-closed', 409, 'in vain'],
  ['instance-overdue', 409, 'in vain'],
  ['settlement-change-not-allowed', 409, 'in vain'],
  ['username-taken', 409, 'in vain'],
  ['try-again', 503, 'again'],
];

test('the refusals are those of the contract, in its order', () => {
  expect(refusalCodes).toEqual(specified.map(([code]) => code));
  expect(Object.keys(refusals)).toEqual(refusalCodes);
});

describe.each(specified)('%s', (code, status, again) => {
  const { sentence, title, ...facts } = refusals[code];

  test(`has status ${status}; the same again: ${again}`, () => {
    expect(facts).toEqual({ status, again: again === 'again' });
    expect(retryAfterSOf(refused(code)) !== undefined).toBe(again === 'again');
  });

  test('has one sentence in each language that asks for something', () => {
    expect(sentence.zh).toMatch(/^[^。]*请[^。]*。$/);
    expect(sentence.zh).toMatch(/\p{Script=Han}/u);
    expect(sentence.en).toMatch(/^[A-Z][^.]*please[^.]*\.$|^Please[^.]*\.$/);
    expect(sentence.en).not.toMatch(/\p{Script=Han}/u);
  });

  test('has a title of a few words that says no more than its code', () => {
    expect(title.toLowerCase().replaceAll(' ', '-')).toBe(code.replace('cloud-account', 'alicloud-account'));
  });
});

describe('a refusal', () => {
  const policy = {
    zh: '本月已更改过一次，请于 2 月 1 日后再试。',
    en: 'Changed once this month: please try after 1 February.',
  };

  test('is data', () => {
    expect(refused('instance-closed')).toEqual({ kind: 'refused', code: 'instance-closed' });
    expect(refused('too-many-attempts', { retryAfterS: 60 })).toEqual({
      kind: 'refused',
      code: 'too-many-attempts',
      retryAfterS: 60,
    });
  });

  test('says what its code says, in the reader’s language', () => {
    expect(detailOf(refused('instance-closed'), 'zh')).toBe(refusals['instance-closed'].sentence.zh);
    expect(detailOf(refused('instance-closed'), 'en')).toBe(refusals['instance-closed'].sentence.en);
  });

  test('says what a policy says where one refused', () => {
    expect(detailOf(refused('settlement-change-not-allowed', { sentence: policy }), 'zh')).toBe(policy.zh);
    expect(detailOf(refused('settlement-change-not-allowed', { sentence: policy }), 'en')).toBe(policy.en);
  });

  test('asks to wait as long as is known, or a little', () => {
    expect(retryAfterSOf(refused('too-many-attempts', { retryAfterS: 60 }))).toBe(60);
    expect(retryAfterSOf(refused('try-again'))).toBe(5);
    expect(retryAfterSOf(refused('instance-closed'))).toBeUndefined();
  });
});
