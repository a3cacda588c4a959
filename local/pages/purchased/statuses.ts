/** The marketplace's words for what an instance, and what a call to the seller, has come to. */
import type { Bilingual } from '../../../shared/validation/language';
import type { InstanceStatus, Notification } from '../../marketplace/instance';

interface Look {
  readonly label: Bilingual;
  readonly color: 'processing' | 'success' | 'warning' | 'error' | 'default';
}

export const statuses: Readonly<Record<InstanceStatus, Look>> = {
  OPENING: { label: { zh: '开通中', en: 'Opening' }, color: 'processing' },
  OPENED: { label: { zh: '已开通', en: 'Open' }, color: 'success' },
  EXPIRED: { label: { zh: '已欠费', en: 'Overdue' }, color: 'warning' },
  CLOSED: { label: { zh: '已关闭', en: 'Closed' }, color: 'default' },
};

export const notificationStates: Readonly<Record<Notification['state'], Look>> = {
  pending: { label: { zh: '等待重试', en: 'To be sent' }, color: 'processing' },
  delivered: { label: { zh: '已送达', en: 'Delivered' }, color: 'success' },
  failed: { label: { zh: '已放弃', en: 'Given up' }, color: 'error' },
  confirmed: { label: { zh: '已拉取', en: 'Pulled' }, color: 'default' },
};
