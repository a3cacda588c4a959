/** What went wrong, in one sentence that says what to do; with a button to try again where there is something to try. */
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { Refused } from './api';
import { NotOfTheApi } from './api-client';
import { useText } from './language';
import { SecondsLeft } from './seconds-left';
import { durationText } from './times';

const noConnection = {
  zh: '无法连接服务器，请检查网络后重试；您填写的内容不会丢失。',
  en: 'The server cannot be reached: please check your connection and try again; nothing that you entered is lost.',
};
const notAvailable = {
  zh: '服务暂时不可用，请稍后重试；您填写的内容不会丢失。',
  en: 'The service is not available at the moment: please try again later; nothing that you entered is lost.',
};
const again = { zh: '重试', en: 'Try again' };
const requestId = { zh: '请求 ID', en: 'Request ID' };
const wait = {
  zh: (seconds: number) => `${durationText(seconds * 1_000)}后可以重试`,
  en: (seconds: number) => `You can try again in ${durationText(seconds * 1_000)}`,
};
const over = { zh: '现在可以重试', en: 'You can try again now' };

export const ProblemAlert = ({ fault, onAgain }: { fault: unknown; onAgain?: () => void }) => {
  const t = useText();
  const untold = fault instanceof NotOfTheApi ? notAvailable : noConnection;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={fault instanceof Refused ? fault.problem.detail : t(untold)}
      description={fault instanceof Refused && particularsOf(fault, t)}
      action={onAgain && <Button onClick={onAgain}>{t(again)}</Button>}
    />
  );
};

/** What is wrong in detail, where no field shows it; how long to wait; what to name when asking for help. */
const particularsOf = ({ problem, againAtMs }: Refused, t: ReturnType<typeof useText>): ReactNode => {
  if (problem.errors) return problem.errors.map(({ path, message }) => <div key={path}>{message}</div>);
  if (againAtMs !== undefined) return <SecondsLeft untilMs={againAtMs} text={t(wait)} over={t(over)} />;
  return problem.code === 'internal-error' && `${t(requestId)}: ${problem.requestId}`;
};
