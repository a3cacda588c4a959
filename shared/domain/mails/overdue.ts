/**
 * The mail on an unpaid bill: of which instance and AliCloud account, since when, what it means and what it does not, and
 * where to pay. Source: overdue freezes an instance and deletes nothing, and a payment opens it again (marketplace); that
 * its workspaces stay settled by it: our decision.
 */
import type { OverdueNotice } from '../mail';
import { beijingTime, layOut, type MailContent } from './layout';

export const overdueMail = (notice: OverdueNotice, publicUrl: string): MailContent => {
  const { instanceId, accountId, languages } = notice;
  const since = beijingTime(notice.overdueAtMs);
  return layOut(
    {
      subject: {
        zh: `商品实例 ${instanceId} 已欠费，结清前不能绑定新的工作空间`,
        en: `Product instance ${instanceId} is overdue: no new workspaces until the bill is paid`,
      },
      paragraphs: {
        zh: [
          `商品实例 ${instanceId}（阿里云账号 ${accountId}）自 ${since.zh}（北京时间）起处于欠费状态。`,
          '这意味着：已绑定的工作空间仍由该实例结算，可照常使用；欠款结清之前，该实例不能绑定新的工作空间。如果该实例被关闭，与其绑定的工作空间将全部解绑，并切换为费用中心账号结算。',
          `请使用阿里云账号 ${accountId} 登录阿里云控制台，在阿里云的账单中结清欠款；该实例可在云市场“已购买的服务”中查看。结清后实例会恢复正常，您无需再做其他操作。如已结清，请忽略此邮件。`,
        ],
        en: [
          `The bill of the product instance ${instanceId} (AliCloud account ${accountId}) has been unpaid since ${since.en} (Beijing time).`,
          'What this means: the workspaces bound to it stay settled by it and work as before. Until the bill is paid, no new workspace can be bound to it. If the instance is closed, all its workspaces are unbound and switched to Billing Center account settlement.',
          `Please log in to the AliCloud console with the AliCloud account ${accountId} and pay what is owed among its bills there; the instance is listed in the marketplace under Purchased Services. Once it is paid, the instance opens again, and nothing else is to be done. If you have paid meanwhile, please ignore this mail.`,
        ],
      },
      link: {
        label: { zh: '查看由该实例结算的工作空间', en: 'See the workspaces settled by it' },
        url: `${publicUrl}/workspaces?instanceId=${instanceId}`,
      },
    },
    languages,
  );
};
