/**
 * No name that a customer typed makes a mail say what we do not say: no link beside ours, no line, no markup, nothing that
 * hides, and never a word in the subject. The address that a mail goes to was confirmed by nobody, so whoever registers with
 * another's could otherwise send them letters of ours with links of theirs.
 */
import * as fc from 'fast-check';
import type { Notice } from '../../../../shared/domain/mail';
import { mailOf } from '../../../../shared/domain/mails/content';
import { seed } from '../../../seed';
import { ALI, alicloud, billingCenter, minute, wksp, X } from '../samples';
import { shown } from './shown';

const URL = 'https://billing.example.com';

/** The kinds that say a workspace's name. */
const notices = (name: string): Notice[] => {
  const workspace = { workspaceId: wksp('a'), site: 'cn1', name };
  const languages = ['en'] as const;
  return [
    { kind: 'closure', instanceId: X, accountId: ALI, closedAtMs: minute(0), count: 1, first: [workspace], languages },
    {
      kind: 'change',
      workspace,
      before: billingCenter,
      after: alicloud(X),
      changedAtMs: minute(0),
      by: 'owner',
      languages,
    },
  ];
};
const mails = (name: string) => notices(name).map((notice) => mailOf(notice, URL));

/**
 * What mail programs take for a link, more than any one of them: an address with its scheme, one that begins with www, a
 * domain that stands bare (also with the full stops that browsers take for dots), a mail address, and other schemes.
 */
const LINKS = [
  /[a-z][a-z0-9+.-]*:\/\/\S+/giu,
  /(?:mailto|tel|sms|javascript|data|file):[\p{L}\p{N}]/giu,
  /www\.[\p{L}\p{N}]/giu,
  /[\p{L}\p{N}-]+[.\u3002\uff0e\uff61][\p{L}]{2,}/giu,
  /[^\s@]@[\p{L}\p{N}]/giu,
];
const linksIn = (text: string): string[] => LINKS.flatMap((form) => text.match(form) ?? []);

const invisible = [
  '\u200b',
  '\u200e',
  '\u202e',
  '\u2066',
  '\u00ad',
  '\u2060',
  '\ufeff',
  '\u{e0041}',
  '\u180e',
  '\u3164',
];
const lineBreaks = [
  '\r',
  '\n',
  '\r\n',
  '\u000b',
  '\u000c',
  '\u0085',
  '\u2028',
  '\u2029',
  '\t',
  '\u0000',
  '\u001b[31m',
  '\u009b31m',
];
/** Names of all that somebody would try, in each other's company. */
const names = fc
  .array(
    fc.oneof(
      fc.webUrl(),
      fc.domain(),
      fc.emailAddress(),
      fc.constantFrom(
        'https://',
        'www.',
        'mailto:',
        'javascript:alert(1)',
        '。cn',
        '@',
        '<a href="//e.example">',
        '\'"><script>',
        '&lt;',
        '--',
        'Bcc: ',
      ),
      fc.constantFrom(...invisible, ...lineBreaks),
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(' ', 'Acme'),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const ours = mails('x').map(({ text, html }) => ({ text: linksIn(text), html: linksIn(shown(html)) }));

test('the mails themselves hold our link in the text, behind its words in the HTML, and nothing else that looks like one', () => {
  for (const { text, html } of ours) {
    expect(text.length).toBeGreaterThan(0);
    expect(text.filter((link) => !link.startsWith(URL) && !URL.includes(link))).toEqual([]);
    expect(html).toEqual([]);
  }
});

test('no name becomes a link, in the text or in the HTML', () => {
  fc.assert(
    fc.property(names, (name) => {
      expect(mails(name).map(({ text, html }) => ({ text: linksIn(text), html: linksIn(shown(html)) }))).toEqual(ours);
    }),
    { seed, numRuns: 300 },
  );
});

test('no name makes a line, a tag or an attribute, nor reaches the subject', () => {
  const shape = (name: string) =>
    mails(name).map(({ subject, text, html }) => ({
      subject,
      lines: text.split(/[\p{Cc}\p{Zl}\p{Zp}]/u).length,
      tags: html.match(/<[^>]*>/g),
    }));
  const plain = shape('x');
  fc.assert(
    fc.property(names, (name) => expect(shape(name)).toEqual(plain)),
    { seed, numRuns: 300 },
  );
});

test('nothing that is not seen comes of a name, but what joins characters and what we put in', () => {
  fc.assert(
    fc.property(names, (name) => {
      for (const { text, html } of mails(name)) {
        for (const body of [text, html]) {
          const unseen = body.match(/[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu) ?? [];
          expect(unseen.filter((one) => !['\n', '\u200b', '\u200c', '\u200d', '\ufe0f'].includes(one))).toEqual([]);
          expect(body).not.toMatch(/(?<![.:@\u3002\uff0e\uff61])\u200b/);
        }
      }
    }),
    { seed, numRuns: 300 },
  );
});

// biome-ignore format: one case a line
test.each([
  // the name                            is shown as, without what has no width
  ['Acme v1.2 (eu)',                     'Acme v1.2 (eu)'],
  ['acme.prod',                          'acme.prod'],
  ['https://evil.example/pay?a=b',       'https://evil.example/pay?a=b'],
  ['ops@acme.example: 12:30',            'ops@acme.example: 12:30'],
  ['上海。测试',                          '上海。测试'],
  ['Acme 🚀👩‍💻 ❤️',                       'Acme 🚀👩‍💻 ❤️'],
  ['نمی‌خواهم',                           'نمی‌خواهم'],
  ['Ac\u00adme\u2060 \ufeffInc',         'Acme Inc'],
])('%j is shown as %j', (name, shownAs) => {
  for (const { text, html } of mails(name)) {
    expect([text, shown(html)].map((body) => body.replaceAll('\u200b', '').includes(shownAs))).toEqual([true, true]);
  }
});

test('a hundred names of nothing but dots still fit into what DirectMail takes', () => {
  const first = Array.from({ length: 100 }, (_, nth) => ({
    workspaceId: wksp(nth.toString(16)),
    site: 'cn1',
    name: '.'.repeat(256),
  }));
  const [closure] = notices('x');
  if (closure?.kind !== 'closure') throw new Error('There is no closure.');
  const { text, html } = mailOf({ ...closure, first, count: 100 }, URL);
  for (const body of [text, html]) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(80_000);
});
