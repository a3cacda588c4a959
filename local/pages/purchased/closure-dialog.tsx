/** Service closure: asks before it closes, for a closed instance stays closed. */
import { Flex, Modal, Typography } from 'antd';
import { useText } from '../../../functions/console/pages/language';
import { postControl } from '../controls';
import { FaultAlert } from '../fault-alert';
import { useChange } from '../use-change';
import { cancel, confirm } from '../words';

const words = {
  title: { zh: '业务关闭', en: 'Service closure' },
  asks: {
    zh: (id: string) => `确认关闭商品实例 ${id}？`,
    en: (id: string) => `Close the product instance ${id}?`,
  },
  whatFollows: {
    zh: '关闭后不可恢复。费用中心会将绑定此实例的所有工作空间改为费用中心账号结算，并发送邮件通知。',
    en: 'It cannot be opened again. The Billing Center switches every workspace that is bound to it to Billing Center account settlement, and says so by e-mail.',
  },
};

interface ClosureDialogProps {
  /** What is to be closed; the dialog is shown while there is one. */
  readonly instanceId: string | undefined;
  readonly onEnd: () => void;
}

export const ClosureDialog = ({ instanceId, onEnd }: ClosureDialogProps) => {
  const t = useText();
  const close = useChange({
    send: (id: string) => postControl(`/local/marketplace/instances/${id}/close`, {}),
    onAnswer: onEnd,
  });
  const end = () => {
    close.reset();
    onEnd();
  };
  return (
    <Modal
      title={t(words.title)}
      open={instanceId !== undefined}
      okText={t(confirm)}
      confirmLoading={close.isPending}
      cancelText={t(cancel)}
      onOk={() => instanceId !== undefined && close.send(instanceId)}
      onCancel={end}
    >
      <Flex vertical gap={12}>
        <Typography.Text strong>{t(words.asks)(instanceId ?? '')}</Typography.Text>
        <Typography.Text>{t(words.whatFollows)}</Typography.Text>
        {close.fault && <FaultAlert fault={close.fault} />}
      </Flex>
    </Modal>
  );
};
