/** Why the payer changed, and by whose hand: each cause with its mark and its words. */
import { PlusCircleOutlined, PoweroffOutlined, SwapOutlined, ToolOutlined } from '@ant-design/icons';
import type { TimelineView } from '../../../../shared/validation/answers';
import type { Bilingual } from '../../../../shared/validation/language';
import { useText } from '../language';
import type { Span } from './spans';

export const marks: Readonly<Record<TimelineView['cause'], typeof SwapOutlined>> = {
  registration: PlusCircleOutlined,
  change: SwapOutlined,
  closure: PoweroffOutlined,
  repair: ToolOutlined,
};

const causes: Readonly<Record<TimelineView['cause'], Bilingual>> = {
  registration: { zh: '创建工作空间', en: 'Workspace created' },
  change: { zh: '更改结算方式', en: 'Settlement changed' },
  closure: { zh: '商品实例关闭', en: 'Product instance closed' },
  repair: { zh: '数据修复', en: 'Record repaired' },
};

const hands: Readonly<Record<TimelineView['by'], Bilingual>> = {
  owner: { zh: '由您操作', en: 'by you' },
  marketplace: { zh: '由云市场通知', en: 'as the marketplace told us' },
  operator: { zh: '由运营人员操作', en: 'by our operators' },
};

const words = {
  closureOf: { zh: (id: string) => `商品实例 ${id} 关闭`, en: (id: string) => `Product instance ${id} closed` },
  reason: {
    zh: (cause: string, hand: string) => `${cause}，${hand}`,
    en: (cause: string, hand: string) => `${cause}, ${hand}`,
  },
};

/** What a closure takes away is what paid until then. */
export const closedInstance = ({ entry, previous }: Span): string | undefined =>
  entry.cause === 'closure' && previous?.method === 'alicloud' ? previous.instanceId : undefined;

/** For instance `Product instance 33884913 closed, as the marketplace told us`. */
export const useReason = (): ((span: Span) => string) => {
  const t = useText();
  return (span) => {
    const closed = closedInstance(span);
    const cause = closed === undefined ? t(causes[span.entry.cause]) : t(words.closureOf)(closed);
    return t(words.reason)(cause, t(hands[span.entry.by]));
  };
};
