import { loginUsername, username } from '../../../shared/validation/username';
import { read, refusedAs } from './reading';

describe('username, to register', () => {
  test.each<[given: unknown, read: unknown]>([
    ['acme', 'acme'],
    ['ops@acme.example', 'ops@acme.example'],
    ['4-you_2.0', '4-you_2.0'],
    ['Acme', 'acme'],
    [' ACME ', 'acme'],
    ['ａｃｍｅ', 'acme'],
    ['abc', 'abc'],
    ['a'.repeat(64), 'a'.repeat(64)],
    ['ab', refusedAs('too-short')],
    ['a'.repeat(65), refusedAs('too-long')],
    ['-acme', refusedAs('malformed')],
    ['.acme', refusedAs('malformed')],
    ['@acme', refusedAs('malformed')],
    ['ac me', refusedAs('malformed')],
    ['acme/ops', refusedAs('malformed')],
    ['acme\u0000', refusedAs('malformed')],
    ['аcme (Cyrillic а)', refusedAs('malformed')],
    ['观测云用户', refusedAs('malformed')],
    [42, refusedAs('malformed')],
    ['', refusedAs('required')],
    [undefined, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(username, given)).toEqual(expected);
  });
});

describe('username, to log in: what nobody could have registered is nobody’s, not malformed', () => {
  test.each<[given: unknown, read: unknown]>([
    [' Acme', 'acme'],
    ['ＡＣＭＥ', 'acme'],
    ['ab', 'ab'],
    ['who am I?', 'who am i?'],
    ['a'.repeat(65), refusedAs('too-long')],
    [' ', refusedAs('required')],
    [undefined, refusedAs('required')],
    [42, refusedAs('malformed')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(loginUsername, given)).toEqual(expected);
  });
});
