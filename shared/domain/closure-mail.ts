/**
 * The mail after a closure, in the language of the workspaces, both where an account has both: how many were switched, the
 * first of them, since when, what it means, how to settle through AliCloud again, and where the whole list is. Text that
 * customers typed (names) is data in it: escaped in HTML, on one line in text, never in the subject.
 */
import type { Language } from '../validation/language';
import { sites } from '../validation/site';
import type { ClosureNotice, SwitchedWorkspace } from './mail';

export interface MailContent {
  /** At most 100 characters (DirectMail). */
  readonly subject: string;
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
      `${count === 1 ? 'The workspace' : `All ${count} workspaces`} bound to it ${count === 1 ? 'was' : 'were'} unbound and switched to Billing Center account settlement from that time on.`,
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
  const [main = 'zh'] = notice.languages;
  const languages = notice.languages.length > 0 ? notice.languages : [main];
  const link = `${publicUrl}/workspaces?closedBy=${notice.instanceId}`;
  return {
    subject: wordings[main].subject(notice.count, notice.instanceId),
    text: languages.map((language) => textIn(language, notice, link)).join('\n\n----------\n\n'),
    html: `<!doctype html><html lang="${wordings[main].locale}"><meta charset="utf-8"><body style="${BODY}">${languages
      .map((language) => htmlIn(language, notice, link))
      .join('<hr style="margin:32px 0;border:0;border-top:1px solid #ddd">')}</body></html>`,
  };
};

const BODY = 'margin:0 auto;padding:24px;max-width:640px;font:16px/1.6 sans-serif;color:#222';
const CELL = 'padding:4px 16px 4px 0;border-bottom:1px solid #eee;text-align:left';

const textIn = (language: Language, notice: ClosureNotice, link: string): string => {
  const words = wordings[language];
  return [
    words.greeting,
    words.what(notice.count, notice.instanceId, notice.accountId, timeIn(language, notice.closedAtMs)),
    words.meaning,
    words.again,
    [
      words.listed(notice.first.length, notice.count),
      ...notice.first.map((workspace) => `- ${siteIn(language, workspace)}  ${oneLine(workspace.name)}`),
    ].join('\n'),
    `${words.list}: ${link}`,
  ].join('\n\n');
};

const htmlIn = (language: Language, notice: ClosureNotice, link: string): string => {
  const words = wordings[language];
  const rows = notice.first.map(
    (workspace) =>
      `<tr><td style="${CELL}">${escaped(siteIn(language, workspace))}</td><td style="${CELL}">${escaped(oneLine(workspace.name))}</td></tr>`,
  );
  const paragraphs = [
    words.greeting,
    words.what(notice.count, notice.instanceId, notice.accountId, timeIn(language, notice.closedAtMs)),
    words.meaning,
    words.again,
    words.listed(notice.first.length, notice.count),
  ];
  return (
    `<div lang="${words.locale}">${paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('')}` +
    `<table style="border-collapse:collapse"><tr><th style="${CELL}">${words.site}</th><th style="${CELL}">${words.name}</th></tr>${rows.join('')}</table>` +
    `<p><a href="${escaped(link)}">${words.list}</a></p></div>`
  );
};

const siteIn = (language: Language, { site }: SwitchedWorkspace): string => {
  const facts = Object.hasOwn(sites, site) ? sites[site as keyof typeof sites] : undefined;
  return facts ? `${site} ${facts.name[language]}` : site;
};

/** The customers' bills are cut in Beijing time, wherever they are. */
const timeIn = (language: Language, atMs: number): string =>
  new Intl.DateTimeFormat(wordings[language].locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  }).format(atMs);

const oneLine = (name: string): string => name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
