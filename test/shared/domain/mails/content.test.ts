/** What holds for every mail, of whatever kind and in whatever languages. */
import * as fc from 'fast-check';
import type { Notice } from '../../../../shared/domain/mail';
import { mailOf } from '../../../../shared/domain/mails/content';
import type { Language } from '../../../../shared/validation/language';
import { seed } from '../../../seed';
import { ALI, alicloud, billingCenter, minute, wksp } from '../samples';
import { shown } from './shown';

const URL = 'https://billing.example.com';
const longestId = '9'.repeat(12);

/** Each kind over one workspace of this name, and otherwise as long as it gets. */
const notices = (name: string, languages: Language[]): Notice[] => {
  const workspace = { workspaceId: wksp('a'), site: 'za1', name };
  const change = { kind: 'change', workspace, changedAtMs: minute(0), by: 'owner', languages } as const;
  return [
    {
      kind: 'closure',
      instanceId: longestId,
      accountId: ALI,
      closedAtMs: minute(0),
      count: 9_999_999,
      first: [workspace],
      languages,
    },
    { kind: 'overdue', instanceId: longestId, accountId: ALI, overdueAtMs: minute(0), languages },
    { kind: 'arrears', currency: 'CNY', amount: 999_999_999_999_999, day: '2026-01-01', languages },
    {
      kind: 'statement',
      month: '2026-12',
      account: [
        { currency: 'CNY', amount: 9_000_000_000_000_000, arrears: 9_000_000_000_000_000 },
        { currency: 'USD', amount: -5, arrears: 0 },
      ],
      alicloud: Array.from({ length: 1_000 }, () => ({
        accountId: ALI,
        currency: 'CNY' as const,
        amount: 9_000_000_000_000_000,
      })),
      languages,
    },
    { ...change, before: alicloud(longestId), after: billingCenter, lastOfDay: true },
    { ...change, before: billingCenter, after: alicloud(longestId) },
  ];
};
const everyLanguages: Language[][] = [['zh'], ['en'], ['en', 'zh'], []];
const cases = everyLanguages.flatMap((languages) =>
  notices('x', languages).map(({ kind }, nth) => {
    const mail = (name: string) => {
      const [notice] = notices(name, languages).slice(nth);
      if (!notice) throw new Error('There is no such kind.');
      return mailOf(notice, URL);
    };
    return [kind, languages, mail] as const;
  }),
);
const tagsIn = (html: string) => html.match(/<[^>]*>/g);

describe.each(cases)('%s in %j', (kind, languages, mail) => {
  test('leaves nothing empty, and says it in the language asked for', () => {
    const { subject, text, html } = mail('x');
    expect(html.replaceAll('<br>', '</p><p>')).not.toMatch(/<(p|a|th|td)\b[^>]*><\//);
    const said = [subject, ...text.split('\n')].filter((line) => line !== '' && !/^-+$/.test(line));
    const [main = 'zh', other] = languages;
    for (const line of other ? [subject] : said) expect(/\p{Script=Han}/u.test(line)).toBe(main === 'zh');
  });

  test('has a subject of one line, at most 100 characters, and nothing in it that a customer typed', () => {
    const { subject } = mail('Acme\r\nBcc: all@acme.example');
    expect(subject).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]{1,100}$/u);
    expect(subject).toBe(mail('x').subject);
    expect(subject).not.toMatch(/Acme|Bcc/);
  });

  test('says in HTML what it says as text', () => {
    const { text, html } = mail('Acme');
    const [prose = ''] = text.split(/\n- /);
    const lines = prose.split('\n').filter((line) => line !== '' && !/^-+$|https:/.test(line));
    expect(lines.length).toBeGreaterThan(3);
    expect(shown(html).split('\n')).toEqual(expect.arrayContaining(lines));
  });

  test('no markup and no line comes of a name, whatever it is', () => {
    const plain = mail('x');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 256 }), (name) => {
        const { subject, text, html } = mail(name);
        expect(subject).toBe(plain.subject);
        expect(tagsIn(html)).toEqual(tagsIn(plain.html));
        expect(text.split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(plain.text.split('\n').length);
        expect(text).not.toMatch(/\p{Bidi_Control}/u);
      }),
      { seed, numRuns: 50 },
    );
  });

  // biome-ignore format: one case a line
  test.each<[what: string, name: string, shownAs: string]>([
    ['markup',                  '<script>alert(1)</script>',   '<script>alert(1)</script>'],
    ['an end of an attribute',  '" onmouseover="alert(1)',     '" onmouseover="alert(1)'],
    ['an entity',               '&lt;b&gt; & co',              '&lt;b&gt; & co'],
    ['line breaks',             'Acme\r\n\r\nPlease pay here', 'Acme Please pay here'],
    ['a turned direction',      'Ac\u202Eme',                  'Acme'],
    ['256 rare ideographs',     '𠮷'.repeat(256),              `${'𠮷'.repeat(63)}…`],
  ])('%s in a name is text on one line', (_what, name, shownAs) => {
    const { text, html } = mail(name);
    const namesIt = kind === 'closure' || kind === 'change';
    expect([text, shown(html)].map((body) => body.includes(shownAs))).toEqual([namesIt, namesIt]);
    expect(tagsIn(html)).toEqual(tagsIn(mail('x').html));
  });

  test('fits into what DirectMail takes', () => {
    const { text, html } = mail('&'.repeat(256));
    for (const body of [text, html]) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(80_000);
  });

  test('leads to pages of ours alone', () => {
    const { text, html } = mail('x');
    const links = [...(text + html).matchAll(/https?:[^\s"<]*/g)].map(([link]) => link);
    expect(links).toHaveLength(2);
    expect(links.filter((link) => !/^\/(workspaces|bills)/.test(link.slice(URL.length)))).toEqual([]);
    expect(new Set(links).size).toBe(1);
  });
});
