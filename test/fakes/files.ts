/** The console's files in memory: the document as it is, the rest as what can be told apart. */
import type { Files } from '../../shared/ports';
import { document } from './described';

const texts: Readonly<Record<string, string>> = {
  'openapi.json': JSON.stringify(document),
  'docs.html': '<p>the page</p>',
  'docs.html.br': 'the page, by brotli',
  'docs.html.gz': 'the page, by gzip',
  'docs.0123456789abcdef.js': 'theScript()',
  'docs.0123456789abcdef.js.gz': 'the script, by gzip',
};

export const fakeFiles: Files = {
  read: async (name) => (Object.hasOwn(texts, name) ? Buffer.from(texts[name] ?? '') : undefined),
};
