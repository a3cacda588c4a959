import { loginPassword, password } from '../../../shared/validation/password';
import { read, refusedAs } from './reading';

describe('password, to register', () => {
  test.each<[what: string, given: unknown, read: unknown]>([
    ['a phrase', 'correct horse battery', 'correct horse battery'],
    ['8 characters', 'vu7wq0xa', 'vu7wq0xa'],
    ['no composition rule', 'lowercaseonlyplease', 'lowercaseonlyplease'],
    ['8 Chinese characters', '春眠不觉晓处处闻', '春眠不觉晓处处闻'],
    ['128 code points of two units', '𠮷😀'.repeat(64), '𠮷😀'.repeat(64)],
    ['spaces around it are part of it', ' kept as typed ', ' kept as typed '],
    ['compatibility characters (NFKC)', 'ｆｕｌｌ－ｗｉｄｔｈ', 'full-width'],
    ['7 characters', 'vu7wq0x', refusedAs('too-short')],
    ['7 code points of two units', '𠮷😀𠮷😀𠮷😀𠮷', refusedAs('too-short')],
    ['129 characters', 'ab'.repeat(64).concat('c'), refusedAs('too-long')],
    ['short and common: one fault', 'qwerty', refusedAs('too-short')],
    ['common', 'password', refusedAs('too-common')],
    ['common, in other case', 'PassWord123', refusedAs('too-common')],
    ['common, full-width', 'ｐａｓｓｗｏｒｄ', refusedAs('too-common')],
    ['a favourite of Chinese customers', 'woaini1314', refusedAs('too-common')],
    ['a walk over the keyboard', '1qaz2wsx', refusedAs('too-common')],
    ['one character repeated', '啊啊啊啊啊啊啊啊', refusedAs('too-common')],
    ['counting up', 'abcdefghij', refusedAs('too-common')],
    ['counting down', '98765432', refusedAs('too-common')],
    ['counting by two is no run', 'acegikmo', 'acegikmo'],
    ['nothing', '', refusedAs('required')],
    ['absent', undefined, refusedAs('required')],
    ['a number', 1234567890, refusedAs('malformed')],
  ])('%s', (_, given, expected) => {
    expect(read(password, given)).toEqual(expected);
  });
});

describe('password, to log in: what nobody could have chosen is wrong, not malformed', () => {
  test.each<[given: unknown, read: unknown]>([
    ['correct horse battery', 'correct horse battery'],
    ['ｆｕｌｌ', 'full'],
    ['short', 'short'],
    ['password', 'password'],
    ['x'.repeat(129), refusedAs('too-long')],
    ['', refusedAs('required')],
    [12345678, refusedAs('malformed')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(loginPassword, given)).toEqual(expected);
  });
});
