/** How an instance stands, in a word. */
import { Tag } from 'antd';
import type { Answered } from '../api-client';
import { useText } from '../language';

type Listed = Extract<Answered<'GET /api/cloud-accounts'>, { ok: true }>['body'];
export type CloudAccount = Listed['cloudAccounts'][number];
export type Instance = CloudAccount['instances'][number];

const statuses = {
  opening: { color: 'processing', name: { zh: '开通中', en: 'Opening' } },
  open: { color: 'success', name: { zh: '已开通', en: 'Open' } },
  overdue: { color: 'warning', name: { zh: '已欠费', en: 'Overdue' } },
  closing: { color: 'default', name: { zh: '关闭中', en: 'Closing' } },
  closed: { color: 'default', name: { zh: '已关闭', en: 'Closed' } },
} as const satisfies Record<Instance['status'], unknown>;

export const InstanceStatus = ({ status }: Pick<Instance, 'status'>) => {
  const t = useText();
  const { color, name } = statuses[status];
  return <Tag color={color}>{t(name)}</Tag>;
};
