/** What a change of settlement does: from what to what, and when. */
import { Descriptions, Flex, Grid, Typography } from 'antd';
import type { WorkspaceView } from '../../../../shared/validation/answers';
import type { Settlement } from '../../../../shared/validation/settlement';
import { useText } from '../language';
import { timeText } from '../times';
import { SettlementText } from '../workspaces/settlement-text';
import { zoneText } from '../zone';

const words = {
  title: { zh: '更改内容', en: 'What will change' },
  from: { zh: '更改前', en: 'From' },
  since: { zh: (time: string) => `自 ${time} 起`, en: (time: string) => `since ${time}` },
  to: { zh: '更改后', en: 'To' },
  notYet: { zh: '请先完成上面的选择', en: 'Please complete the choice above' },
  when: { zh: '生效时间', en: 'When' },
  atOnce: {
    zh: '确认后立即生效。此后结算的费用由新的结算方式支付；工作空间和数据不受影响。',
    en: 'As soon as you confirm. Fees settled from then on are charged in the new way. The workspace and its data are not affected.',
  },
};

interface WhatChangesProps {
  readonly from: WorkspaceView['settlement'];
  /** Undefined until it is known. */
  readonly to: Settlement | undefined;
}

export const WhatChanges = ({ from, to }: WhatChangesProps) => {
  const t = useText();
  const { md = true } = Grid.useBreakpoint();
  const items = [
    {
      key: 'from',
      label: t(words.from),
      children: (
        <Flex vertical>
          <SettlementText settlement={from} />
          <Typography.Text type="secondary">{t(words.since)(`${timeText(from.since)}, ${zoneText()}`)}</Typography.Text>
        </Flex>
      ),
    },
    { key: 'to', label: t(words.to), children: to ? <SettlementText settlement={to} /> : t(words.notYet) },
    { key: 'when', label: t(words.when), children: t(words.atOnce) },
  ];
  return (
    <Descriptions
      title={t(words.title)}
      column={1}
      size="small"
      bordered
      layout={md ? 'horizontal' : 'vertical'}
      styles={{ label: { minWidth: 96 } }}
      items={items}
    />
  );
};
