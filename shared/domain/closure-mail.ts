/**
 * The mail after a closure, in the language of the workspaces, both where an account has both: how many were switched, the
 * first of them, since when, what it means, how to settle through AliCloud again, and where the whole list is. Text that
 * customers typed (names) is data in it: escaped in HTML, on one line and shortened in both, never in the subject.
 */
import type { Language } from '../validation/language';
import { sites } from '../validation/site';
import type { ClosureNotice, SwitchedWorkspace } from './mail';

export interface MailContent {
  /** At most 100 characters (DirectMail). */
  readonly subject: string;
  /** At most 80,000 bytes, and so is the text (DirectMail: 80 kB). */
  readonly html: string;
  readonly text: string;
}

interface Wording {
  readonly subject: (count: number, instanceId: string) => string;
  readonly greeting: string;
  readonly what: (count: number, instanceId: string, accountId: string | undefined, since: string) => string;
  readonly meaning: string;
  readonly again: string;
  readonly listed: (shown: number, count: number) => string;
  readonly site: string;
  readonly name: string;
  readonly list: string;
  readonly locale: string;
}

const wordings: Readonly<Record<Language, Wording>> = {
  zh: {
    subject: (count, instanceId) => `商品实例 ${instanceId} 已关闭，${count} 个工作空间已切换为费用中心账号结算`,
    greeting: '您好：',
    what: (count, instanceId, accountId, since) =>
      `云市场商品实例 ${instanceId}${accountId ? `（阿里云账号 ${accountId}）` : ''}已于 ${since}（北京时间）关闭。` +
      `与其绑定的 ${count} 个工作空间已全部解绑，并自该时间起切换为费用中心账号结算。`,
    meaning:
      '这意味着：此后产生的费用将从您的费用中心账号扣除，不再计入您的阿里云账单。工作空间和数据不受影响，可照常使用。请确认费用中心账号余额充足。',
    again:
      '如需重新使用阿里云账号结算：请先在云市场重新开通服务，取得新的商品实例 ID，再在费用中心的“工作空间管理”中选择工作空间，点击“更改结算方式”，选择“阿里云账号结算”，填写账号 ID 和商品实例 ID 并确认。',
    listed: (shown, count) =>
      shown < count ? `已切换的工作空间（前 ${shown} 个，共 ${count} 个）：` : '已切换的工作空间：',
    site: '站点',
    name: '工作空间',
    list: '查看完整列表',
    locale: 'zh-CN',
  },
  en: {
    subject: (count, instanceId) =>
      `Instance ${instanceId} closed: ${count} ${count === 1 ? 'workspace' : 'workspaces'} switched to Billing Center`,
    greeting: 'Hello,',
    what: (count, instanceId, accountId, since) =>
      `The marketplace instance ${instanceId}${accountId ? ` (AliCloud account ${accountId})` : ''} was closed on ${since} (Beijing time). ` +
      `${count === 1 ? 'The workspace' : `The ${count} workspaces`} bound to it ${count === 1 ? 'was' : 'were'} unbound and switched to Billing Center account settlement from that time on.`,
    meaning:
      'What this means: from then on, fees are charged to your Billing Center account and no longer appear on your AliCloud bill. The workspaces and their data are not affected. Please make sure that your Billing Center account has enough balance.',
    again:
      'To settle through AliCloud again: activate the service at the marketplace once more to get a new instance ID; then open workspace management in the Billing Center, choose the workspace, Change settlement, AliCloud account settlement, enter the account ID and the instance ID, and confirm.',
    listed: (shown, count) =>
      shown < count ? `Switched workspaces (the first ${shown} of ${count}):` : 'Switched workspaces:',
    site: 'Site',
    name: 'Workspace',
    list: 'See the full list',
    locale: 'en-GB',
  },
};

export const closureMail = (notice: ClosureNotice, publicUrl: string): MailContent => {
  const [main = 'zh', ...others] = notice.languages;
  const languages = [main, ...others];
  const link = `${publicUrl}/workspaces?closedBy=${notice.instanceId}`;
  return {
    subject: wordings[main].subject(notice.count, notice.instanceId),
    text: textIn(languages, notice, link),
    html: `<!doctype html><html lang="${wordings[main].locale}"><meta charset="utf-8"><body style="${BODY}">${htmlIn(languages, notice, link)}</body></html>`,
  };
};

const BODY = 'margin:0 auto;padding:24px;max-width:640px;font:16px/1.6 sans-serif;color:#222';
const CELL = 'padding:4px 16px 4px 0;border-bottom:1px solid #eee;text-align:left';
const RULE = '<hr style="margin:32px 0;border:0;border-top:1px solid #ddd">';

/** What is said in each language; the list, which is the longer part, comes after it, once for all. */
const paragraphsIn = (language: Language, notice: ClosureNotice): string[] => {
  const words = wordings[language];
  const since = timeIn(language, notice.closedAtMs);
  return [
    words.greeting,
    words.what(notice.count, notice.instanceId, notice.accountId, since),
    words.meaning,
    words.again,
  ];
};

const textIn = (languages: readonly Language[], notice: ClosureNotice, link: string): string => {
  const said = languages.map((language) => paragraphsIn(language, notice).join('\n\n'));
  const rows = notice.first.map((workspace) => `- ${siteIn(languages, workspace)}  ${nameOf(workspace)}`);
  const list = [...languages.map((language) => listedIn(language, notice)), ...rows].join('\n');
  return [...said, `${list}\n\n${inEach(languages, 'list')}: ${link}`].join(
    languages.length > 1 ? '\n\n----------\n\n' : '\n\n',
  );
};

const htmlIn = (languages: readonly Language[], notice: ClosureNotice, link: string): string => {
  const inLanguage = (language: Language, paragraphs: readonly string[]) =>
    `<div lang="${wordings[language].locale}">${paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('')}</div>`;
  const row = (cell: 'th' | 'td', ...contents: readonly string[]) =>
    `<tr>${contents.map((content) => `<${cell} style="${CELL}">${escaped(content)}</${cell}>`).join('')}</tr>`;
  const said = languages.map((language) => inLanguage(language, paragraphsIn(language, notice)));
  const listed = languages.map((language) => inLanguage(language, [listedIn(language, notice)]));
  const rows = notice.first.map((workspace) => row('td', siteIn(languages, workspace), nameOf(workspace)));
  const table = `<table style="border-collapse:collapse">${row('th', inEach(languages, 'site'), inEach(languages, 'name'))}${rows.join('')}</table>`;
  const more = `<p><a href="${escaped(link)}">${escaped(inEach(languages, 'list'))}</a></p>`;
  return [...said, `${listed.join('')}${table}${more}`].join(languages.length > 1 ? RULE : '');
};

const listedIn = (language: Language, { first, count }: ClosureNotice): string =>
  wordings[language].listed(first.length, count);

const inEach = (languages: readonly Language[], word: 'site' | 'name' | 'list'): string =>
  languages.map((language) => wordings[language][word]).join(' / ');

const siteIn = (languages: readonly Language[], { site }: SwitchedWorkspace): string => {
  const facts = Object.hasOwn(sites, site) ? sites[site as keyof typeof sites] : undefined;
  return facts ? `${site} ${languages.map((language) => facts.name[language]).join(' / ')}` : site;
};

/** In characters. Our decision: DirectMail takes 80 kB a body, and a hundred names of full length would be more. */
const LONGEST_NAME = 64;

/** The name on one line, its end left out where it is long: the link leads to the whole of it. */
const nameOf = ({ name }: SwitchedWorkspace): string => {
  const characters = [...name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')];
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : characters.join('');
};

/** The customers' bills are cut in Beijing time, wherever they are. */
const timeIn = (language: Language, atMs: number): string =>
  new Intl.DateTimeFormat(wordings[language].locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  }).format(atMs);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
