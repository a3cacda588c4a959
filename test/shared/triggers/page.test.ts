import { filledPage } from '../../../shared/triggers/page';

const html = Buffer.from(
  '<meta content="__SETTINGS__"><script nonce="__NONCE__"></script><style nonce="__NONCE__"></style>',
);

// biome-ignore format: a table
test.each([
  ['nothing',                {},                            '{}'],
  ['an address',             { url: 'https://a.example/?b=1&c=2' }, '{&quot;url&quot;:&quot;https://a.example/?b=1&amp;c=2&quot;}'],
  ['markup',                 { text: '"><script>' },        '{&quot;text&quot;:&quot;\\&quot;&gt;&lt;script&gt;&quot;}'],
  ['what replacing reads',   { text: "$& $' __NONCE__" },   "{&quot;text&quot;:&quot;$&amp; $' __NONCE__&quot;}"],
])('a page is told %s as text, and its tags carry the nonce', (_, settings, written) => {
  expect(Buffer.from(filledPage(html, 'n-1', settings)).toString()).toBe(
    `<meta content="${written}"><script nonce="n-1"></script><style nonce="n-1"></style>`,
  );
});
