/** The rows for people: columns in a terminal, a table in Markdown; and for programs: JSON. */
import { isReached, type Row, worstOf } from './row';

export type Results = ReadonlyMap<string, readonly Row[]>;

const HEAD = ['bench', 'what', 'ours', 'reference', 'ratio', 'spread', 'reach', 'within'] as const;
/** From this column on they stand to the right. */
const FIRST_NUMBER = 2;

/** Three digits that count, none more. */
const digits = (value: number): string => {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
};
/** What is compared with a reach. */
const ratioText = (value: number): string => (value < 10 ? value.toFixed(2) : digits(value));

const cellsOf = (bench: string, row: Row): string[] => {
  const { name, unit, ours, reference, ratio, spread, reach } = row;
  const reached = isReached(row);
  const text = ratio === undefined ? digits : ratioText;
  return [
    bench,
    name,
    `${digits(ours)} ${unit}`.trim(),
    reference === undefined ? '' : `${digits(reference)} ${unit}`.trim(),
    ratio === undefined ? '' : ratioText(ratio),
    spread ? `${text(spread[0])}–${text(spread[1])}` : '',
    reach ? ('atMost' in reach ? `≤ ${digits(reach.atMost)}` : `≥ ${digits(reach.atLeast)}`) : '',
    reached === undefined ? '' : reached ? 'yes' : 'NO',
  ];
};

/** A bench is named in its first row only. */
const cells = (results: Results): string[][] =>
  [...results].flatMap(([bench, rows]) => rows.map((row, at) => cellsOf(at === 0 ? bench : '', row)));

export const terminalTable = (results: Results): string => {
  const all = [[...HEAD], ...cells(results)];
  const widthOf = (column: number) => Math.max(...all.map((row) => row[column]?.length ?? 0));
  const widths = HEAD.map((_, column) => widthOf(column));
  return all
    .map((row) =>
      row
        .map((cell, at) => (at < FIRST_NUMBER ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** With the notes in a column of their own. */
export const markdownTable = (results: Results): string => {
  const notes = [...results].flatMap(([, rows]) => rows.map(({ note = '' }) => note));
  return [
    `| ${HEAD.join(' | ')} | |`,
    `|${HEAD.map((_, at) => (at < FIRST_NUMBER ? '---' : '--:')).join('|')}|---|`,
    ...cells(results).map(
      ([bench = '', ...rest], at) =>
        `| ${[bench === '' ? '' : `\`${bench}\``, ...rest, notes[at] ?? ''].join(' | ')} |`,
    ),
  ].join('\n');
};

/** What the rows need to be said beside them. */
export const notesOf = (results: Results): string[] =>
  [...results].flatMap(([bench, rows]) =>
    rows.flatMap(({ name, note }) => (note === undefined ? [] : [`${bench}, ${name}: ${note}`])),
  );

/** By bench: the row that it is judged by, and all of them. */
export const jsonOf = (results: Results): Record<string, unknown> =>
  Object.fromEntries(
    [...results].map(([bench, rows]) => {
      const worst = worstOf(rows);
      const told = (row: Row) => ({ ...row, ...(row.reach && { reached: isReached(row) }) });
      return [
        bench,
        {
          ...(worst && told(worst)),
          ...(rows.some(({ reach }) => reach) && { reached: rows.every((row) => isReached(row) !== false) }),
          rows: Object.fromEntries(rows.map(({ name, ...row }) => [name, told({ name, ...row })])),
        },
      ];
    }),
  );
