/** Tells that a wish waits and is sent again by itself, and why. */
import { Alert } from 'antd';
import { isRefusal } from '../api';
import { useText } from '../language';

const words = {
  notReady: { zh: '该商品实例正在开通中。', en: 'This product instance is still being opened.' },
  noAnswer: { zh: '暂时没有收到服务器的答复。', en: 'The server has not answered yet.' },
  goesOn: {
    zh: '系统会自动重试，您无需操作；也可以取消。',
    en: 'We try again by ourselves: there is nothing that you need to do. You may also cancel.',
  },
};

export const WaitingAlert = ({ fault }: { fault: unknown }) => {
  const t = useText();
  return (
    <Alert
      type="info"
      showIcon
      role="status"
      title={t(isRefusal(fault, 'instance-not-ready') ? words.notReady : words.noAnswer)}
      description={t(words.goesOn)}
    />
  );
};
