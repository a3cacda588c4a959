import type { OverdueNotice } from '../../../../shared/domain/mail';
import { overdueMail } from '../../../../shared/domain/mails/overdue';
import type { Language } from '../../../../shared/validation/language';
import { ALI, minute, X } from '../samples';
import { shown } from './shown';

const URL = 'https://billing.example.com';

const notice: OverdueNotice = {
  kind: 'overdue',
  instanceId: X,
  accountId: ALI,
  overdueAtMs: minute(8 * 60 + 5),
  languages: ['zh'],
};

const says = {
  zh: {
    whose: `商品实例 ${X}（阿里云账号 ${ALI}）`,
    sinceWhen: '自 2026年1月1日 16:05（北京时间）起处于欠费状态',
    whatStays: '已绑定的工作空间仍由该实例结算',
    whatIsFrozen: '欠款结清之前，该实例不能绑定新的工作空间',
    ifItIsClosed: '如果该实例被关闭，与其绑定的工作空间将全部解绑，并切换为费用中心账号结算',
    whoPays: `请使用阿里云账号 ${ALI} 登录阿里云控制台`,
    where: '云市场“已购买的服务”',
    link: '查看由该实例结算的工作空间',
  },
  en: {
    whose: `instance ${X} (AliCloud account ${ALI})`,
    sinceWhen: 'unpaid since 1 January 2026 at 16:05 (Beijing time)',
    whatStays: 'the workspaces bound to it stay settled by it',
    whatIsFrozen: 'Until the bill is paid, no new workspace can be bound to it',
    ifItIsClosed: 'If the instance is closed, all its workspaces are unbound and switched to Billing Center account',
    whoPays: `log in to the AliCloud console with the AliCloud account ${ALI} and pay`,
    where: 'in the marketplace under Purchased Services',
    link: 'See the workspaces settled by it',
  },
};
const inChinese = `商品实例 ${X} 已欠费，结清前不能绑定新的工作空间`;
const inEnglish = `Product instance ${X} is overdue: no new workspaces until the bill is paid`;

// biome-ignore format: one case a line
test.each<[languages: Language[], subject: string, says: (keyof typeof says)[], doesNotSay: (keyof typeof says)[]]>([
  [['zh'],       inChinese, ['zh'],       ['en']],
  [['en'],       inEnglish, ['en'],       ['zh']],
  [['en', 'zh'], inEnglish, ['en', 'zh'], []],
  [[],           inChinese, ['zh'],       ['en']],
])('in %j: %s', (languages, subject, spoken, unspoken) => {
  const { subject: told, text, html } = overdueMail({ ...notice, languages }, URL);
  expect(told).toBe(subject);
  for (const body of [text, shown(html)]) {
    for (const language of spoken) for (const words of Object.values(says[language])) expect(body).toContain(words);
    for (const language of unspoken) for (const words of Object.values(says[language])) expect(body).not.toContain(words);
  }
});

test('leads to the workspaces that it settles now', () => {
  const { text, html } = overdueMail(notice, URL);
  expect(text.endsWith(`：${URL}/workspaces?instanceId=${X}`)).toBe(true);
  expect(html).toContain(`<a href="${URL}/workspaces?instanceId=${X}">`);
});
