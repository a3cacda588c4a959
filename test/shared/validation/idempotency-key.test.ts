import { idempotencyKey } from '../../../shared/validation/idempotency-key';
import { read, refusedAs } from './reading';

describe('Idempotency-Key', () => {
  test.each<[given: unknown, read: unknown]>([
    ['k', 'k'],
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
    ['!~', '!~'],
    ['k'.repeat(255), 'k'.repeat(255)],
    ['k'.repeat(256), refusedAs('too-long')],
    ['', refusedAs('required')],
    ['two words', refusedAs('malformed')],
    ['tab\t', refusedAs('malformed')],
    ['ключ', refusedAs('malformed')],
    ['delete\u007f', refusedAs('malformed')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(idempotencyKey, given)).toEqual(expected);
  });
});
