import { type ChangeNotice, type Notice, owed } from '../../../../shared/domain/mail';
import { changeMail, lastOfDay, owedForChange } from '../../../../shared/domain/mails/change';
import type { Actor } from '../../../../shared/domain/workspace';
import type { Language } from '../../../../shared/validation/language';
import type { Settlement } from '../../../../shared/validation/settlement';
import { workspaceName } from '../../../../shared/validation/workspace';
import { ALI, alicloud, billingCenter, entry, minute, OURS, voided, wksp, workspace, X, Y } from '../samples';
import { shown } from './shown';

const URL = 'https://billing.example.com';

const notice = (more: Partial<ChangeNotice> = {}): ChangeNotice => ({
  kind: 'change',
  workspace: { workspaceId: wksp('a'), site: 'eu1', name: 'Acme production' },
  before: alicloud(),
  after: billingCenter,
  changedAtMs: minute(8 * 60 + 5),
  by: 'owner',
  languages: ['zh'],
  ...more,
});
const linesOf = (more: Partial<ChangeNotice>): string[][] => {
  const { text, html } = changeMail(notice(more), URL);
  return [text.split('\n'), shown(html).split('\n')];
};

describe('the timeline makes the mail owed', () => {
  const row = workspace({
    timeline: [
      entry(billingCenter, { changeId: 'first' }),
      entry(alicloud(X), { changeId: 'second', cause: 'change', fromMs: minute(1) }),
      entry(alicloud(Y), { changeId: 'third', cause: 'change', fromMs: minute(2), by: 'operator' }),
      entry(billingCenter, { changeId: 'fourth', cause: 'change', fromMs: minute(3) }),
    ],
  });
  const told = { kind: 'change', workspace: { workspaceId: wksp('a'), site: 'cn1', name: 'Acme production' } };

  // biome-ignore format: one case a line
  test.each<[what: string, changeId: string, notice: object | undefined]>([
    ['the last change',                       'fourth', { ...told, before: alicloud(Y),   after: billingCenter, changedAtMs: minute(3), by: 'owner',    languages: ['zh'] }],
    ['one that was overtaken by another',     'third',  { ...told, before: alicloud(X),   after: alicloud(Y),   changedAtMs: minute(2), by: 'operator', languages: ['zh'] }],
    ['the first change',                      'second', { ...told, before: billingCenter, after: alicloud(X),   changedAtMs: minute(1), by: 'owner',    languages: ['zh'] }],
    ['what it began with is no change',       'first',  undefined],
    ['one that has not taken effect',         'fifth',  undefined],
  ])('%s', (_what, changeId, expected) => {
    expect(owedForChange(row, changeId, minute(9))).toEqual(
      expected && {
        mailId: `change/${wksp('a')}/${changeId}`,
        version: 1,
        owner: OURS,
        username: 'acme',
        notice: expected,
        createdAtMs: minute(9),
        attempts: 0,
        nextAttemptAtMs: minute(9),
      },
    );
  });

  test('in the language of the workspace', () => {
    const english = { ...row, language: 'en' as const, name: workspaceName.parse('Other') };
    expect(owedForChange(english, 'second', minute(9))?.notice).toMatchObject({
      languages: ['en'],
      workspace: { name: 'Other' },
    });
  });

  test('a workspace that is missing, or never will be, makes none', () => {
    expect([undefined, voided()].map((none) => owedForChange(none, 'second', minute(9)))).toEqual([
      undefined,
      undefined,
    ]);
  });
});

// biome-ignore format: one case a line
const zh = [
  '您好：',
  '工作空间：Acme production',
  '站点：eu1 法兰克福',
  `原结算方式：阿里云账号结算（账号 ID ${ALI}，商品实例 ID ${X}）`,
  '新结算方式：费用中心账号结算',
  '更改时间：2026年1月1日 16:05（北京时间）',
  '更改人：使用您的费用中心账号登录的用户',
  '如果此次更改不是您本人或经您同意的操作：请立即登录费用中心，通过下方链接核对该工作空间的结算方式，点击“更改结算方式”改回，并联系我们。',
];
const en = [
  'Hello,',
  'Workspace: Acme production',
  'Site: eu1 Frankfurt',
  `Before: AliCloud account settlement (account ID ${ALI}, product instance ID ${X})`,
  'Now: Billing Center account settlement',
  'Changed on: 1 January 2026 at 16:05 (Beijing time)',
  'Changed by: a user logged in with your Billing Center account',
  'If this was not you, nor agreed with you: please log in to the Billing Center at once, check the settlement of the workspace at the link below, change it back with Change settlement, and contact us.',
];

// biome-ignore format: one case a line
test.each<[languages: Language[], says: string[], doesNotSay: string[]]>([
  [['zh'],       zh,           en],
  [['en'],       en,           zh],
  [['en', 'zh'], [...en, ...zh], []],
  [[],           zh,           en],
])('in %j it says on lines of their own which workspace, from what to what, when, by whom, and what to do', (languages, says, doesNotSay) => {
  for (const lines of linesOf({ languages })) {
    expect(lines).toEqual(expect.arrayContaining(says));
    expect(lines.filter((line) => doesNotSay.includes(line))).toEqual([]);
  }
});

describe('the settlements in the product’s words', () => {
  const toX = `（账号 ID ${ALI}，商品实例 ID ${X}）`;
  const toY = ` (account ID ${ALI}, product instance ID ${Y})`;
  // biome-ignore format: one case a line
  test.each<[language: Language, before: Settlement, after: Settlement, subject: string, lines: string[]]>([
    ['zh', alicloud(),    billingCenter, '工作空间的结算方式已更改为费用中心账号结算',                         [`原结算方式：阿里云账号结算${toX}`, '新结算方式：费用中心账号结算']],
    ['zh', billingCenter, alicloud(),    '工作空间的结算方式已更改为阿里云账号结算',                           ['原结算方式：费用中心账号结算', `新结算方式：阿里云账号结算${toX}`]],
    ['en', alicloud(Y),   billingCenter, 'The settlement of a workspace was changed to Billing Center account settlement', [`Before: AliCloud account settlement${toY}`, 'Now: Billing Center account settlement']],
    ['en', billingCenter, alicloud(Y),   'The settlement of a workspace was changed to AliCloud account settlement',       ['Before: Billing Center account settlement', `Now: AliCloud account settlement${toY}`]],
  ])('%s, %#', (language, before, after, subject, says) => {
    expect(changeMail(notice({ before, after, languages: [language] }), URL).subject).toBe(subject);
    for (const lines of linesOf({ before, after, languages: [language] })) expect(lines).toEqual(expect.arrayContaining(says));
  });
});

// biome-ignore format: one case a line
test.each<[by: Actor, zh: string, en: string]>([
  ['owner',       '更改人：使用您的费用中心账号登录的用户', 'Changed by: a user logged in with your Billing Center account'],
  ['operator',    '更改人：我们的运营人员',             'Changed by: our operations staff'],
  ['marketplace', '更改人：阿里云云市场',               'Changed by: the AliCloud Marketplace'],
])('changed by the %s', (by, ...says) => {
  for (const lines of linesOf({ by, languages: ['zh', 'en'] })) expect(lines).toEqual(expect.arrayContaining(says));
});

test('leads to the workspace', () => {
  const { text, html } = changeMail(notice(), URL);
  expect(text.endsWith(`\n\n查看该工作空间：${URL}/workspaces/eu1/${wksp('a')}`)).toBe(true);
  expect(html).toContain(`<a href="${URL}/workspaces/eu1/${wksp('a')}">查看该工作空间</a>`);
});

describe('the last mail of a day', () => {
  const ofDay = {
    zh: '今天的结算方式更改较多，今天不再逐封发送此类邮件；所有更改均可在费用中心查看。',
    en: 'There were many changes today: this is the last mail on them until tomorrow. All of them are listed in the Billing Center.',
  };

  test.each(['zh', 'en'] as const)('says so, and no other does: %s', (language) => {
    for (const lines of linesOf({ languages: [language], lastOfDay: true })) expect(lines).toContain(ofDay[language]);
    for (const lines of linesOf({ languages: [language] })) expect(lines).not.toContain(ofDay[language]);
  });

  test('is of a change, for no other kind is many a day', () => {
    const mailOf = (of: Notice) => owed('mail', workspace(), of, minute(0));
    const overdue: Notice = { kind: 'overdue', instanceId: X, accountId: ALI, overdueAtMs: minute(0), languages: [] };
    expect(lastOfDay(mailOf(notice()))).toEqual(mailOf(notice({ lastOfDay: true })));
    expect(lastOfDay(mailOf(overdue))).toEqual(mailOf(overdue));
  });
});
