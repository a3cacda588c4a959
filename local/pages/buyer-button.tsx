/** At the end of the bar: who is logged in at AliCloud, and the dialog that logs in another account. */
import { UserOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Flex, Form, Grid, Modal, Typography } from 'antd';
import { useState } from 'react';
import * as z from 'zod';
import { bodyForm, labelOf, ruleOf, useFaultsInLanguage } from '../../functions/console/pages/form/body-form';
import { language, useText } from '../../functions/console/pages/language';
import { accountId } from '../../shared/validation/account-id';
import { buyer } from './buyer';
import { instancesQuery } from './queries';
import { cancel } from './words';

const words = {
  loggedIn: { zh: (id: string) => `当前阿里云账号 ${id}`, en: (id: string) => `AliCloud account ${id}` },
  title: { zh: '切换阿里云账号', en: 'Log in with another AliCloud account' },
  about: {
    zh: '由谁购买，账号 ID 就是谁的。输入任意 14 或 16 位数字即可，无需密码；此选择保存在浏览器中。',
    en: 'Whoever buys, theirs is the account ID. Any 14 or 16 digits will do, without a password; this browser remembers the choice.',
  },
  logIn: { zh: '切换', en: 'Log in' },
};

const choice = z.object({ accountId });

export const BuyerButton = () => {
  const t = useText();
  const { md = true } = Grid.useBreakpoint();
  const [open, setOpen] = useState(false);
  const current = buyer.use();
  return (
    <>
      <Button
        type="text"
        icon={<UserOutlined />}
        aria-label={t(words.loggedIn)(current)}
        title={t(words.loggedIn)(current)}
        onClick={() => setOpen(true)}
      >
        {md && current}
      </Button>
      <BuyerDialog open={open} onClose={() => setOpen(false)} />
    </>
  );
};

export const BuyerDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const t = useText();
  const [form] = Form.useForm<z.input<typeof choice>>();
  return (
    <Modal
      title={t(words.title)}
      open={open}
      onCancel={onClose}
      okText={t(words.logIn)}
      cancelText={t(cancel)}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <BuyerForm
        form={form}
        onChosen={(id) => {
          buyer.set(id);
          onClose();
        }}
      />
    </Modal>
  );
};

interface BuyerFormProps {
  readonly form: ReturnType<typeof Form.useForm<z.input<typeof choice>>>[0];
  readonly onChosen: (accountId: string) => void;
}

const BuyerForm = ({ form, onChosen }: BuyerFormProps) => {
  const t = useText();
  const { data: sold = [] } = useQuery(instancesQuery);
  useFaultsInLanguage(form);
  const known = [...new Set([buyer.get(), ...sold.map((instance) => instance.accountId)])];
  return (
    <Form
      {...bodyForm}
      requiredMark={false}
      form={form}
      clearOnDestroy
      initialValues={{ accountId: buyer.get() }}
      onFinish={(values) => onChosen(choice.parse(values).accountId)}
    >
      <Flex vertical gap={16}>
        <Typography.Text>{t(words.about)}</Typography.Text>
        <Form.Item
          name="accountId"
          label={labelOf(['accountId'], language.use())}
          rules={[ruleOf(choice, ['accountId'])]}
        >
          <AutoComplete
            options={known.map((value) => ({ value }))}
            // What was typed whole is no choice any more, and its list would lie over the button.
            showSearch={{
              filterOption: (typed, option) => option?.value !== typed && option?.value.startsWith(typed) === true,
            }}
          />
        </Form.Item>
      </Flex>
    </Form>
  );
};
