/** How a workspace pays, in words: the method, and whose instance where it is one. */
import type { WorkspaceView } from '../../../../shared/validation/answers';
import { settlementMethods } from '../../../../shared/validation/settlement';
import { useText } from '../language';
import { accountId, instanceId } from './words';

/** What every view of a settlement has, whatever else it says. */
export type Settled = Pick<WorkspaceView['settlement'], 'method'> & {
  readonly accountId?: string;
  readonly instanceId?: string;
};

/** Plain elements: a page of the list has hundreds of them, and Ant Design’s cost more to draw. */
const secondary = { color: 'var(--ant-color-text-secondary, inherit)', whiteSpace: 'nowrap' } as const;

export const SettlementText = ({ settlement }: { settlement: Settled }) => {
  const t = useText();
  return (
    <div>
      <div>{t(settlementMethods[settlement.method].name)}</div>
      {settlement.accountId !== undefined && (
        <div style={secondary}>
          {t(accountId)} {settlement.accountId}
        </div>
      )}
      {settlement.instanceId !== undefined && (
        <div style={secondary}>
          {t(instanceId)} {settlement.instanceId}
        </div>
      )}
    </div>
  );
};
