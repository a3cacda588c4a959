/** What went wrong, and what to do. The controls speak English only, as programs read them too. */
import { Alert } from 'antd';
import { useText } from '../../functions/console/pages/language';
import { ProblemAlert } from '../../functions/console/pages/problem-alert';
import { ControlRefused } from './controls';

const refused = { zh: '模拟环境未执行此操作', en: 'The simulator has not done this' };

export const FaultAlert = ({ fault, onAgain }: { fault: unknown; onAgain?: () => void }) => {
  const t = useText();
  if (!(fault instanceof ControlRefused)) return <ProblemAlert fault={fault} {...(onAgain && { onAgain })} />;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t(refused)}
      description={<span lang="en">{`${fault.title} ${fault.detail}`}</span>}
    />
  );
};
