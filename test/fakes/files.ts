/** The console's files in memory: the document as it is, the rest as what can be told apart. */
import type { PageSettings } from '../../functions/console/handler';
import type { Files } from '../../shared/ports';
import { document } from './described';

const filesOf = (texts: Readonly<Record<string, string>>): Files => ({
  read: async (name) => (Object.hasOwn(texts, name) ? Buffer.from(texts[name] ?? '') : undefined),
});

export const fakeFiles = filesOf({
  'openapi.json': JSON.stringify(document),
  'docs.html': '<p>the page</p>',
  'docs.html.br': 'the page, by brotli',
  'docs.html.gz': 'the page, by gzip',
  'docs.0123456789abcdef.js': 'theScript()',
  'docs.0123456789abcdef.js.gz': 'the script, by gzip',
});

export const fakePages = filesOf({
  'index.html': '<meta content="__SETTINGS__"><script nonce="__NONCE__"></script><style nonce="__NONCE__"></style>',
  'index.0123456789abcdef.js': 'thePages()',
  'index.0123456789abcdef.css': 'the style',
  'icon.0123456789abcdef.svg': '<svg/>',
  'pages.LICENSE.txt': 'the licences',
});

export const pageSettings: PageSettings = {
  marketplaceProductUrl: 'https://market.example/"our\'<product>&$&',
  agreementUrl: 'https://terms.example/',
};
