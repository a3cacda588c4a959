/**
 * Reads CSV as RFC 4180 writes it, character by character, and knows nothing of how ours is made: quoted cells with doubled
 * quotes, lines that end in CR LF, the same number of cells on each. Whatever else it meets is an error.
 */
export const readCsv = (file: string): string[][] => {
  if (!file.startsWith('\ufeff')) throw new Error('The file has no byte order mark.');
  const lines: string[][] = [];
  let line: string[] = [];
  let at = 1;
  const quoted = (): string => {
    let text = '';
    for (at++; at < file.length; at++) {
      if (file[at] !== '"') text += file[at];
      else if (file[at + 1] === '"') text += file[at++];
      else break;
    }
    if (at++ < file.length) return text;
    throw new Error('A quoted cell does not end.');
  };
  const plain = (): string => {
    let text = '';
    for (; at < file.length && file[at] !== ',' && file[at] !== '\r'; at++) {
      if (file[at] === '"' || file[at] === '\n')
        throw new Error(`A cell without quotes holds ${JSON.stringify(file[at])}.`);
      text += file[at];
    }
    return text;
  };
  while (at < file.length) {
    line.push(file[at] === '"' ? quoted() : plain());
    if (file[at] === ',') {
      at++;
    } else if (file.startsWith('\r\n', at)) {
      at += 2;
      lines.push(line);
      line = [];
    } else {
      throw new Error(`After a cell stands ${JSON.stringify(file[at])}.`);
    }
  }
  if (line.length > 0) throw new Error('The last line does not end.');
  if (new Set(lines.map(({ length }) => length)).size > 1)
    throw new Error('The lines have different numbers of cells.');
  return lines;
};
