/** What is written as CSV is read back as it was, by a reader that knows RFC 4180 and nothing of how we write. */
import fc from 'fast-check';
import { csvCell, csvHeader, csvLine } from '../../../../shared/domain/fees/csv';
import { seed } from '../../../seed';
import { readCsv } from './csv-reader';

// biome-ignore format: one cell a line
test.each<[text: string, cell: string]>([
  ['',                      ''],
  ['Acme',                  'Acme'],
  ['生产环境',               '生产环境'],
  ['a,b',                   '"a,b"'],
  ['say "yes"',             '"say ""yes"""'],
  ['two\r\nlines',          '"two\r\nlines"'],
  ['two\nlines',            '"two\nlines"'],
  [' around ',              '" around "'],
  ['3.6',                   '3.6'],
  ['-3.6',                  '-3.6'],
  ['-0.0001',               '-0.0001'],
  ['-3.6.1',                "'-3.6.1"],
  ['-1+1',                  "'-1+1"],
  ['-',                     "'-"],
  ['=1+1',                  "'=1+1"],
  ['+8613800138000',        "'+8613800138000"],
  ['@SUM(A1)',              "'@SUM(A1)"],
  ['\t=1',                  "'\t=1"],
  ['\r=1',                  `"'\r=1"`],
  ['\n=1',                  `"'\n=1"`],
  ['＝1+1',                  "'＝1+1"],
  ['=HYPERLINK("x","y")',   `"'=HYPERLINK(""x"",""y"")"`],
  ["'=1",                   "'=1"],
])('%j is written as %j', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

test('the file begins with the mark, and its lines end in CR LF', () => {
  expect(csvHeader(['Day', 'Amount']) + csvLine(['2026-01-01', '3.6'])).toBe('\ufeffDay,Amount\r\n2026-01-01,3.6\r\n');
});

/** Texts of what is awkward in a cell. */
const awkward = fc.oneof(
  fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', '＝', '\t', '\r', '\n', '"', ',', "'", '1', '.', ' ', 'a', '云'),
  }),
  fc.string({ unit: 'binary' }),
);
const lines = fc
  .integer({ min: 1, max: 5 })
  .chain((width) =>
    fc.array(fc.array(awkward, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
  );

test('whatever the cells hold, they are read back as they were, but for the apostrophe before a formula', () => {
  fc.assert(
    fc.property(lines, ([head = [], ...rest]) => {
      const file = csvHeader(head) + rest.map(csvLine).join('');
      const read = readCsv(file);
      const before = [head, ...rest];
      expect(read.map((cells) => cells.length)).toEqual(before.map((cells) => cells.length));
      for (const [row, cells] of read.entries()) {
        for (const [column, cell] of cells.entries()) {
          const text = before[row]?.[column] ?? '';
          expect([text, `'${text}`]).toContain(cell);
          if (!/^[=+\-@＝＋－＠\t\r\n]/.test(text)) expect(cell).toBe(text);
        }
      }
    }),
    { seed },
  );
});

test('no cell begins as a formula does, unless it is a number', () => {
  fc.assert(
    fc.property(awkward, (text) => {
      const [[cell = ''] = []] = readCsv(csvHeader([text]));
      if (/^[=+\-@＝＋－＠\t\r\n]/.test(cell)) expect(cell).toMatch(/^-\d+(\.\d+)?$/);
    }),
    { seed },
  );
});
