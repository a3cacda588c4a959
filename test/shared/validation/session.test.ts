import { login } from '../../../shared/validation/session';
import { read, refusedAs } from './reading';

const credentials = { username: 'acme', password: 'correct horse battery' };

describe('log-in', () => {
  test.each<[given: unknown, read: unknown]>([
    [credentials, credentials],
    [{ ...credentials, username: ' Acme' }, credentials],
    [
      { ...credentials, cookie: true },
      { ...credentials, cookie: true },
    ],
    [
      { ...credentials, cookie: false },
      { ...credentials, cookie: false },
    ],
    [{ ...credentials, cookie: null }, credentials],
    [{ ...credentials, cookie: 'true' }, refusedAs('malformed')],
    [{ username: 'acme', password: '   ' }, refusedAs('required')],
    [{}, refusedAs('required required')],
    [null, refusedAs('malformed')],
    ['acme', refusedAs('malformed')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(login, given)).toEqual(expected);
  });
});
