/**
 * The mail after a closure: how many workspaces were switched, the first of them, since when, what it means, how to settle
 * through AliCloud again, and where the whole list is.
 */
import type { ClosureNotice } from '../mail';
import { beijingTime, layOut, type MailContent } from './layout';

export const closureMail = (notice: ClosureNotice, publicUrl: string): MailContent => {
  const { instanceId, accountId, count, first, languages } = notice;
  const since = beijingTime(notice.closedAtMs);
  const one = count === 1;
  return layOut(
    {
      subject: {
        zh: `商品实例 ${instanceId} 已关闭，${count} 个工作空间已切换为费用中心账号结算`,
        en: `Product instance ${instanceId} closed: ${count} ${one ? 'workspace' : 'workspaces'} switched to Billing Center`,
      },
      paragraphs: {
        zh: [
          `商品实例 ${instanceId}${accountId ? `（阿里云账号 ${accountId}）` : ''}已于 ${since.zh}（北京时间）关闭。` +
            `与其绑定的 ${count} 个工作空间已全部解绑，并自该时间起切换为费用中心账号结算。`,
          '这意味着：此后产生的费用将从您的费用中心账号扣除，不再计入您的阿里云账单。工作空间和数据不受影响，可照常使用。请确认费用中心账号余额充足。',
          '如需重新使用阿里云账号结算：请先在云市场重新开通服务，取得新的商品实例 ID，再在费用中心的“工作空间管理”中选择工作空间，点击“更改结算方式”，选择“阿里云账号结算”，填写账号 ID 和商品实例 ID 并确认。',
        ],
        en: [
          `The product instance ${instanceId}${accountId ? ` (AliCloud account ${accountId})` : ''} was closed on ${since.en} (Beijing time). ` +
            `${one ? 'The workspace' : `The ${count} workspaces`} bound to it ${one ? 'was' : 'were'} unbound and switched to Billing Center account settlement from that time on.`,
          'What this means: from then on, fees are charged to your Billing Center account and no longer appear on your AliCloud bill. The workspaces and their data are not affected. Please make sure that your Billing Center account has enough balance.',
          'To settle through AliCloud again: activate the service at the marketplace once more to get a new product instance ID; then open workspace management in the Billing Center, choose the workspace, Change settlement, AliCloud account settlement, enter the account ID and the product instance ID, and confirm.',
        ],
      },
      list: {
        caption: {
          zh:
            first.length < count ? `已切换的工作空间（前 ${first.length} 个，共 ${count} 个）：` : '已切换的工作空间：',
          en:
            first.length < count
              ? `Switched workspaces (the first ${first.length} of ${count}):`
              : 'Switched workspaces:',
        },
        workspaces: first,
      },
      link: {
        label: { zh: '查看完整列表', en: 'See the full list' },
        url: `${publicUrl}/workspaces?closedBy=${instanceId}`,
      },
    },
    languages,
  );
};
