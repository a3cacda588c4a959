/**
 * A changed settlement: the mail that the workspace's timeline makes owed, and what it says: of which workspace, from what to
 * what, when, by whom, and what to do if that was somebody else.
 */
import type { Bilingual, Language } from '../../validation/language';
import { type Settlement, settlementMethods } from '../../validation/settlement';
import { type ChangeNotice, changeMailId, type Mail, owed } from '../mail';
import { type Actor, cloudAccountOf, instanceOf, type WorkspaceRow } from '../workspace';
import { beijingTime, layOut, type MailContent, oneLine, siteIn } from './layout';

/** Undefined where the change has not taken effect, or is no change: what a workspace began with replaced nothing. */
export const owedForChange = (row: WorkspaceRow | undefined, changeId: string, nowMs: number): Mail | undefined => {
  if (row?.kind !== 'workspace') return undefined;
  const at = row.timeline.findIndex((entry) => entry.changeId === changeId);
  const [before, after] = [row.timeline[at - 1], row.timeline[at]];
  if (!before || !after) return undefined;
  const { workspaceId, site, name, language } = row;
  const notice: ChangeNotice = {
    kind: 'change',
    workspace: { workspaceId, site, name },
    before: before.settlement,
    after: after.settlement,
    changedAtMs: after.fromMs,
    by: after.by,
    languages: [language],
  };
  return owed(changeMailId(workspaceId, changeId), row, notice, nowMs);
};

/** The mail, saying that the account gets no other of its kind today. */
export const lastOfDay = (mail: Mail): Mail =>
  mail.notice.kind === 'change' ? { ...mail, notice: { ...mail.notice, lastOfDay: true } } : mail;

const actors: Readonly<Record<Actor, Bilingual>> = {
  owner: { zh: '使用您的费用中心账号登录的用户', en: 'a user logged in with your Billing Center account' },
  operator: { zh: '我们的运营人员', en: 'our operations staff' },
  marketplace: { zh: '阿里云云市场', en: 'the AliCloud Marketplace' },
};

export const changeMail = (notice: ChangeNotice, publicUrl: string): MailContent => {
  const { workspace, before, after, by, languages, lastOfDay: last } = notice;
  const at = beijingTime(notice.changedAtMs);
  const method = settlementMethods[after.method].name;
  return layOut(
    {
      subject: {
        zh: `工作空间的结算方式已更改为${method.zh}`,
        en: `The settlement of a workspace was changed to ${method.en}`,
      },
      paragraphs: {
        zh: [
          '您的一个工作空间的结算方式已更改：',
          [
            `工作空间：${oneLine(workspace.name)}`,
            `站点：${siteIn(['zh'], workspace.site)}`,
            `原结算方式：${settlementIn('zh', before)}`,
            `新结算方式：${settlementIn('zh', after)}`,
            `更改时间：${at.zh}（北京时间）`,
            `更改人：${actors[by].zh}`,
          ].join('\n'),
          '此后结算的费用将由新的结算方式支付。工作空间和数据不受影响，可照常使用。',
          '如果此次更改不是您本人或经您同意的操作：请立即登录费用中心，通过下方链接核对该工作空间的结算方式，点击“更改结算方式”改回，并联系我们。',
          ...(last ? ['今天的结算方式更改较多，今天不再逐封发送此类邮件；所有更改均可在费用中心查看。'] : []),
        ],
        en: [
          'The settlement of one of your workspaces was changed:',
          [
            `Workspace: ${oneLine(workspace.name)}`,
            `Site: ${siteIn(['en'], workspace.site)}`,
            `Before: ${settlementIn('en', before)}`,
            `Now: ${settlementIn('en', after)}`,
            `Changed on: ${at.en} (Beijing time)`,
            `Changed by: ${actors[by].en}`,
          ].join('\n'),
          'Fees settled from then on are charged in the new way. The workspace and its data are not affected.',
          'If this was not you, nor agreed with you: please log in to the Billing Center at once, check the settlement of the workspace at the link below, change it back with Change settlement, and contact us.',
          ...(last
            ? [
                'There were many changes today: this is the last mail on them until tomorrow. All of them are listed in the Billing Center.',
              ]
            : []),
        ],
      },
      link: {
        label: { zh: '查看该工作空间', en: 'See the workspace' },
        url: `${publicUrl}/workspaces/${workspace.site}/${workspace.workspaceId}`,
      },
    },
    languages,
  );
};

/** The method in the product's words, and for one that another cloud pays, by whose account and which instance. */
const settlementIn = (language: Language, settlement: Settlement): string => {
  const name = settlementMethods[settlement.method].name[language];
  const [accountId, instanceId] = [cloudAccountOf(settlement), instanceOf(settlement)];
  if (accountId === undefined || instanceId === undefined) return name;
  return language === 'zh'
    ? `${name}（账号 ID ${accountId}，商品实例 ID ${instanceId}）`
    : `${name} (account ID ${accountId}, product instance ID ${instanceId})`;
};
