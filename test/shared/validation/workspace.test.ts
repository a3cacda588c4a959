import { newWorkspace, workspaceId, workspaceName } from '../../../shared/validation/workspace';
import { read, refusedAs } from './reading';

const hex = '0123456789abcdef0123456789abcdef';

describe('workspace ID', () => {
  test.each<[given: unknown, read: unknown]>([
    [`wksp_${hex}`, `wksp_${hex}`],
    [`wksp_${hex.toUpperCase()}`, refusedAs('malformed')],
    [`wksp_${hex}0`, refusedAs('malformed')],
    [`wksp_${hex.slice(1)}`, refusedAs('malformed')],
    [`wksp-${hex}`, refusedAs('malformed')],
    [` wksp_${hex}`, refusedAs('malformed')],
    [`wksp_${hex}\n`, refusedAs('malformed')],
    [hex, refusedAs('malformed')],
    [undefined, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(workspaceId, given)).toEqual(expected);
  });
});

describe('workspace name', () => {
  test.each<[what: string, given: unknown, read: unknown]>([
    ['a name', 'Acme production', 'Acme production'],
    ['Chinese', '生产环境', '生产环境'],
    ['an emoji of several parts', '👩‍💻 team', '👩‍💻 team'],
    ['white space around it', ' \u3000Acme\t', 'Acme'],
    ['a decomposed letter', 'Cafe\u0301', 'Caf\u00e9'],
    ['full-width letters stay', 'Ａｃｍｅ', 'Ａｃｍｅ'],
    ['one character', 'A', 'A'],
    ['256 characters', 'x'.repeat(256), 'x'.repeat(256)],
    ['256 code points of two units', '𠮷'.repeat(256), '𠮷'.repeat(256)],
    ['256 and white space around', ` ${'x'.repeat(256)} `, 'x'.repeat(256)],
    ['257 characters', 'x'.repeat(257), refusedAs('too-long')],
    ['257 code points', '𠮷'.repeat(257), refusedAs('too-long')],
    ['nothing', '', refusedAs('required')],
    ['white space only', ' \u3000\n', refusedAs('required')],
    ['absent', undefined, refusedAs('required')],
    ['a number', 7, refusedAs('malformed')],
    ['two lines', 'Acme\nproduction', refusedAs('malformed')],
    ['a line separator', 'Acme\u2028production', refusedAs('malformed')],
    ['a paragraph separator', 'Acme\u2029production', refusedAs('malformed')],
    ['NUL', 'Acme\u0000', refusedAs('malformed')],
    ['a C1 control character', 'Ac\u0085me', refusedAs('malformed')],
    ['a lone surrogate', 'Acme\ud83d', refusedAs('malformed')],
  ])('%s', (_, given, expected) => {
    expect(read(workspaceName, given)).toEqual(expected);
  });
});

describe('new workspace', () => {
  test.each<[given: unknown, read: unknown]>([
    [
      { name: 'Acme', language: 'zh' },
      { name: 'Acme', language: 'zh' },
    ],
    [
      { name: 'Acme', language: 'en', colour: 'red' },
      { name: 'Acme', language: 'en' },
    ],
    [{ name: 'Acme', language: 'fr' }, refusedAs('not-offered')],
    [{ name: 'Acme', language: 'ZH' }, refusedAs('not-offered')],
    [{ name: 'Acme', language: 'toString' }, refusedAs('not-offered')],
    [{ name: 'Acme', language: 1 }, refusedAs('malformed')],
    [{ name: 'Acme' }, refusedAs('required')],
    [{ name: '\u200b', language: 'zh' }, refusedAs('required')],
    [{}, refusedAs('required required')],
    ['Acme', refusedAs('malformed')],
    [[], refusedAs('malformed')],
    [undefined, refusedAs('required')],
  ])('%j is read as %j', (given, expected) => {
    expect(read(newWorkspace, given)).toEqual(expected);
  });
});
