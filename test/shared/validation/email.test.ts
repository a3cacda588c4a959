import { email } from '../../../shared/validation/email';
import { read, refusedAs } from './reading';

const local = 'a'.repeat(64);
const domain = (length: number) => `${'b.'.repeat((length - 2) / 2)}cc`;

describe('e-mail address', () => {
  test.each<[given: unknown, read: unknown]>([
    ['ops@acme.example', 'ops@acme.example'],
    ['First.Last+tag@mail.acme.example', 'First.Last+tag@mail.acme.example'],
    [' ops@acme.example\n', 'ops@acme.example'],
    ['ops＠acme.example', 'ops@acme.example'],
    [`${local}aaa@${domain(186)}`, `${local}aaa@${domain(186)}`],
    [`${local}aaaa@${domain(186)}`, refusedAs('too-long')],
    ['ops', refusedAs('malformed')],
    ['ops@acme', refusedAs('malformed')],
    ['@acme.example', refusedAs('malformed')],
    ['ops@@acme.example', refusedAs('malformed')],
    ['ops..x@acme.example', refusedAs('malformed')],
    ['a@acme.example,b@acme.example', refusedAs('malformed')],
    ['a@acme.example\r\nBcc: b@acme.example', refusedAs('malformed')],
    ["o'neil@acme.example", refusedAs('malformed')],
    ['Ops <ops@acme.example>', refusedAs('malformed')],
    [['ops@acme.example'], refusedAs('malformed')],
    ['', refusedAs('required')],
    [undefined, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(email, given)).toEqual(expected);
  });
});
