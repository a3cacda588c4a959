/** What went wrong, in one sentence that says what to do; with a button to try again where there is something to try. */
import { Alert, Button } from 'antd';
import { Refused } from './api';
import { useText } from './language';

const noConnection = {
  zh: '无法连接服务器，请检查网络后重试；您填写的内容不会丢失。',
  en: 'The server cannot be reached: please check your connection and try again; nothing that you entered is lost.',
};
const again = { zh: '重试', en: 'Try again' };
const requestId = { zh: '请求 ID', en: 'Request ID' };

export const ProblemAlert = ({ fault, onAgain }: { fault: unknown; onAgain?: () => void }) => {
  const t = useText();
  const refusal = fault instanceof Refused ? fault.problem : undefined;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={refusal?.detail ?? t(noConnection)}
      description={refusal?.code === 'internal-error' && `${t(requestId)}: ${refusal.requestId}`}
      action={onAgain && <Button onClick={onAgain}>{t(again)}</Button>}
    />
  );
};
