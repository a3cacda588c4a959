/** Tells that a wish waits and is sent again by itself, why and when; with the way to stop where none stands beside it. */
import { Alert, Button } from 'antd';
import { isRefusal } from '../api';
import { useText } from '../language';
import { SecondsLeft } from '../seconds-left';

const words = {
  notReady: { zh: '该商品实例正在开通中。', en: 'This product instance is still being opened.' },
  noAnswer: { zh: '暂时没有收到服务器的答复。', en: 'The server has not answered yet.' },
  goesOn: {
    zh: '系统会自动重试，您无需操作；也可以取消。',
    en: 'We try again by ourselves: there is nothing that you need to do. You may also cancel.',
  },
  again: {
    zh: (seconds: number) => `${seconds} 秒后重试。`,
    en: (seconds: number) => `Next attempt in ${seconds} s.`,
  },
  now: { zh: '正在重试。', en: 'Trying again.' },
  cancel: { zh: '取消等待', en: 'Stop waiting' },
};

interface WaitingAlertProps {
  readonly fault: unknown;
  /** In milliseconds since 1970. */
  readonly againAtMs?: number | undefined;
  readonly onCancel?: () => void;
}

export const WaitingAlert = ({ fault, againAtMs, onCancel }: WaitingAlertProps) => {
  const t = useText();
  return (
    <Alert
      type="info"
      showIcon
      role="status"
      title={t(isRefusal(fault, 'instance-not-ready') ? words.notReady : words.noAnswer)}
      description={
        <>
          {t(words.goesOn)}{' '}
          {againAtMs !== undefined && <SecondsLeft untilMs={againAtMs} text={t(words.again)} over={t(words.now)} />}
        </>
      }
      action={
        onCancel && (
          <Button disabled={false} onClick={onCancel}>
            {t(words.cancel)}
          </Button>
        )
      }
    />
  );
};
