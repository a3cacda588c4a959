/** How a workspace pays, in words: the method, and whose instance where it is one. */
import { Flex, Typography } from 'antd';
import type { WorkspaceView } from '../../../../shared/validation/answers';
import { settlementMethods } from '../../../../shared/validation/settlement';
import { useText } from '../language';
import { accountId, instanceId } from './words';

/** What every view of a settlement has, whatever else it says. */
export type Settled = Pick<WorkspaceView['settlement'], 'method'> & {
  readonly accountId?: string;
  readonly instanceId?: string;
};

export const SettlementText = ({ settlement }: { settlement: Settled }) => {
  const t = useText();
  return (
    <Flex vertical>
      <span>{t(settlementMethods[settlement.method].name)}</span>
      {settlement.accountId !== undefined && (
        <Typography.Text type="secondary" style={{ whiteSpace: 'nowrap' }}>
          {t(accountId)} {settlement.accountId}
        </Typography.Text>
      )}
      {settlement.instanceId !== undefined && (
        <Typography.Text type="secondary" style={{ whiteSpace: 'nowrap' }}>
          {t(instanceId)} {settlement.instanceId}
        </Typography.Text>
      )}
    </Flex>
  );
};
