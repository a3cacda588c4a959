import * as fc from 'fast-check';
import type { ClosureNotice } from '../../../../shared/domain/mail';
import { closureMail } from '../../../../shared/domain/mails/closure';
import { languages as known } from '../../../../shared/validation/language';
import { sites } from '../../../../shared/validation/site';
import { seed } from '../../../seed';
import { ALI, minute, X } from '../samples';
import { shown } from './shown';

const URL = 'https://billing.example.com';

const notice = (more: Partial<ClosureNotice> = {}): ClosureNotice => ({
  kind: 'closure',
  instanceId: X,
  accountId: ALI,
  closedAtMs: minute(8 * 60 + 5),
  count: 3,
  first: listed('Acme production', 'Acme staging', '生产'),
  languages: ['en'],
  ...more,
});

const listed = (...names: string[]) => names.map((name, nth) => ({ workspaceId: `wksp_${nth}`, site: 'cn1', name }));

const mail = (more: Partial<ClosureNotice> = {}) => closureMail(notice(more), URL);

describe('is written in the language of the workspaces, in both where there are both', () => {
  const zh = [
    '您好',
    '费用中心账号结算',
    '2026年1月1日 16:05',
    '更改结算方式',
    '阿里云账号结算',
    '查看完整列表',
    'cn1 杭州',
  ];
  const en = [
    'Hello',
    'Billing Center account settlement',
    '1 January 2026 at 16:05',
    'Change settlement',
    'AliCloud account settlement',
    'See the full list',
    'cn1 Hangzhou',
  ];

  // biome-ignore format: one case a line
  test.each<[languages: ('zh' | 'en')[], subject: string, says: string[], doesNotSay: string[]]>([
    [['zh'],       `商品实例 ${X} 已关闭，3 个工作空间已切换为费用中心账号结算`,         zh,                              ['Hello', 'Hangzhou', 'See the full list']],
    [['en'],       `Product instance ${X} closed: 3 workspaces switched to Billing Center`, en,                              ['您好', '杭州', '查看完整列表']],
    [['en', 'zh'], `Product instance ${X} closed: 3 workspaces switched to Billing Center`, [...en, '您好', '2026年1月1日 16:05', '查看完整列表', '杭州'], []],
    [[],           `商品实例 ${X} 已关闭，3 个工作空间已切换为费用中心账号结算`,         zh,                              ['Hello']],
  ])('%j: %s', (languages, subject, says, doesNotSay) => {
    const { subject: told, text, html } = mail({ languages });
    expect(told).toBe(subject);
    for (const body of [text, shown(html)]) {
      for (const word of says) expect(body).toContain(word);
      for (const word of doesNotSay) expect(body).not.toContain(word);
    }
  });

  test('and names each workspace once, in whatever languages', () => {
    const { text, html } = mail({ languages: ['en', 'zh'] });
    expect([text, html].map((body) => body.split('Acme staging').length - 1)).toEqual([1, 1]);
  });
});

describe('says how many were switched, and how many of them it names', () => {
  const first = (count: number) => listed(...Array.from({ length: count }, (_, nth) => `Workspace ${nth}`));
  // biome-ignore format: one case a line
  test.each<[count: number, languages: ('zh' | 'en')[], says: string[], named: number]>([
    [1,   ['en'], ['1 workspace switched', 'The workspace bound to it was unbound and switched', 'Switched workspaces:'], 1],
    [3,   ['en'], ['3 workspaces switched', 'The 3 workspaces bound to it were unbound and switched', 'Switched workspaces:'], 3],
    [100, ['en'], ['100 workspaces switched', 'Switched workspaces:'],                                                    100],
    [250, ['en'], ['250 workspaces switched', 'Switched workspaces (the first 100 of 250):'],                             100],
    [1,   ['zh'], ['1 个工作空间已切换', '已切换的工作空间：'],                                                               1],
    [250, ['zh'], ['250 个工作空间已切换', '已切换的工作空间（前 100 个，共 250 个）：'],                                        100],
  ])('%d, %j', (count, languages, says, named) => {
    const { subject, text, html } = mail({ count, languages, first: first(Math.min(count, 100)) });
    for (const body of [`${subject}\n${text}`, `${subject}\n${shown(html)}`])
      for (const words of says) expect(body).toContain(words);
    expect(text.match(/^- cn1 /gm)).toHaveLength(named);
    expect(html.match(/<tr><td /g)).toHaveLength(named);
  });
});

describe('says whose instance it was, where that is known', () => {
  const { accountId: _, ...unknown } = notice();
  // biome-ignore format: one case a line
  test.each<[notice: ClosureNotice, says: string]>([
    [notice(),                                `instance ${X} (AliCloud account ${ALI}) was closed`],
    [notice({ languages: ['zh'] }),           `商品实例 ${X}（阿里云账号 ${ALI}）已于`],
    [unknown,                                 `instance ${X} was closed`],
    [{ ...unknown, languages: ['zh'] },       `商品实例 ${X}已于`],
  ])('%#', (given, says) => {
    expect(closureMail(given, URL).text).toContain(says);
  });
});

test('leads to the whole list, of exactly the workspaces that this closure switched', () => {
  const { text, html } = mail();
  const link = `${URL}/workspaces?closedBy=${X}`;
  expect(text).toMatch(new RegExp(`See the full list: ${link.replace('?', '\\?')}$`));
  expect(html).toContain(`<a href="${link}">See the full list</a>`);
});

describe('takes what a customer typed for text', () => {
  // biome-ignore format: one case a line
  test.each<[what: string, name: string, shownAs: string]>([
    ['markup',                       '<script>alert(1)</script>',   '<script>alert(1)</script>'],
    ['an entity',                    '&lt;b&gt; & co',              '&lt;b&gt; & co'],
    ['quotes',                       `"Acme" and 'Acme'`,           `"Acme" and 'Acme'`],
    ['an end of the attribute',      '" onmouseover="alert(1)',     '" onmouseover="alert(1)'],
    ['line breaks',                  'Acme\r\nBcc: all\tof\tyou', 'Acme Bcc: all of you'],
    ['an address',                   'See https://acme.example or ask@acme.example.', 'See https:\u200b//acme.\u200bexample or ask@\u200bacme.\u200bexample.'],
    ['other breaks and controls',    'a\u2028b\u2029c\u0085d\u0000e\tf', 'a b c d e f'],
    ['a turned direction',           'a\u202Eb\u2066c\u200Fd',        'abcd'],
    ['emoji',                        'Acme 🚀👩‍💻',                    'Acme 🚀👩‍💻'],
    ['64 characters',                '工'.repeat(64),               '工'.repeat(64)],
    ['65 characters',                '工'.repeat(65),               `${'工'.repeat(63)}…`],
    ['256 characters',               '𠮷'.repeat(256),              `${'𠮷'.repeat(63)}…`],
  ])('%s', (_what, name, shownAs) => {
    const { subject, text, html } = mail({ count: 1, first: listed(name) });
    expect(text).toContain(`\n- cn1 Hangzhou  ${shownAs}\n`);
    expect(html).toContain(`>${shownAs.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)}</td>`);
    expect(subject).toBe(`Product instance ${X} closed: 1 workspace switched to Billing Center`);
  });

  test('whatever it is: no markup and no line comes of it', () => {
    const plain = mail({ count: 1, first: listed('x') });
    const tagsIn = (html: string) => html.match(/<[^>]*>/g);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 256 }), (name) => {
        const { subject, text, html } = mail({ count: 1, first: listed(name) });
        expect(subject).toBe(plain.subject);
        expect(tagsIn(html)).toEqual(tagsIn(plain.html));
        expect(text.split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(plain.text.split('\n').length);
      }),
      { seed },
    );
  });
});

// biome-ignore format: one case a line
test.each<[languages: ('zh' | 'en')[], heads: string[]]>([
  [['zh'],       ['站点', '工作空间']],
  [['en'],       ['Site', 'Workspace']],
  [['en', 'zh'], ['Site / 站点', 'Workspace / 工作空间']],
])('the heads of its table in %j: %j', (languages, heads) => {
  const { html } = mail({ languages });
  expect([...html.matchAll(/<th[^>]*>([^<]*)</g)].map(([, head]) => head)).toEqual(heads);
});

test('a site that is not in our table is named as it is', () => {
  expect(mail({ count: 1, first: [{ workspaceId: 'wksp_1', site: 'constructor', name: 'Acme' }] }).text).toContain(
    '\n- constructor  Acme\n',
  );
});

describe('fits into what DirectMail takes', () => {
  const longestSite =
    Object.entries(sites).sort(([, one], [, other]) => other.name.en.length - one.name.en.length)[0]?.[0] ?? '';
  const languagesOf = [['zh'], ['en'], Object.keys(known).sort()] as ('zh' | 'en')[][];
  const names = ['工', '😀', '"', '&', 'a'].map((character) => character.repeat(256));

  test.each(languagesOf.flatMap((languages) => names.map((name) => [languages, name.slice(0, 2), name] as const)))(
    'in %j, a hundred names of 256 times %s',
    (languages, _character, name) => {
      const first = listed(...Array.from({ length: 100 }, () => name)).map((one) => ({ ...one, site: longestSite }));
      const { subject, text, html } = mail({ instanceId: '9'.repeat(12), count: 9_999_999, first, languages });
      expect([...subject].length).toBeLessThanOrEqual(100);
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(80_000);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(80_000);
    },
  );
});
