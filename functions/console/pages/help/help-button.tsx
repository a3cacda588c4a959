/** A question beside a field, whose answer opens above the page; it can be asked while the form itself is at work, too. */
import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, ConfigProvider, Modal } from 'antd';
import { type ReactNode, useState } from 'react';

export const HelpButton = ({ question, children }: { question: string; children: ReactNode }) => {
  const [open, setOpen] = useState(false);
  return (
    <ConfigProvider componentDisabled={false}>
      <Button
        type="link"
        size="small"
        icon={<QuestionCircleOutlined aria-hidden />}
        style={{ paddingInline: 0, height: 'auto', minHeight: 24, whiteSpace: 'normal', textAlign: 'start' }}
        onClick={() => setOpen(true)}
      >
        {question}
      </Button>
      <Modal title={question} open={open} onCancel={() => setOpen(false)} footer={null} destroyOnHidden>
        {children}
      </Modal>
    </ConfigProvider>
  );
};
