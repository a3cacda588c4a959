/** The Billing Center account, as it was registered, and the way out. */

import { LogoutOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Descriptions, Flex } from 'antd';
import { ledger } from '../bills/words';
import { labelOf } from '../form/body-form';
import { language, useText } from '../language';
import { LinkButton } from '../link-button';
import { accountQuery } from '../queries';
import { Page } from '../shell/page';
import { useLogOut } from '../shell/use-log-out';
import { logOut, account as title } from '../shell/words';
import { timeText } from '../times';

const words = {
  created: { zh: '创建时间', en: 'Created' },
  none: { zh: '未填写', en: 'Not given' },
  independent: {
    zh: '费用中心的用户名和密码与阿里云账号相互独立：在阿里云修改密码不影响这里，用户名创建后不能更改。',
    en: 'The username and password of the Billing Center are independent of AliCloud: a password changed there is not changed here. The username can never be changed.',
  },
};

export const Component = () => {
  const t = useText();
  const current = language.use();
  const leave = useLogOut();
  const { data: account } = useQuery(accountQuery);
  // The frame shows its pages only once it knows whose they are.
  if (!account) return;
  const { username, email, phone = t(words.none), company = t(words.none), createdAt } = account;
  const items = [
    ...Object.entries({ username, email, phone, company }).map(([field, value]) => ({
      key: field,
      label: labelOf([field], current),
      children: value,
    })),
    { key: 'created', label: t(words.created), children: timeText(createdAt) },
  ];
  return (
    <Page
      title={t(title)}
      hasTimes
      maxWidth={720}
      actions={
        <Flex wrap gap={8}>
          <LinkButton to="/ledger">{t(ledger)}</LinkButton>
          <Button icon={<LogoutOutlined />} loading={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()}>
            {t(logOut)}
          </Button>
        </Flex>
      }
    >
      <Card>
        <Descriptions column={1} items={items} />
      </Card>
      <Alert type="info" showIcon title={t(words.independent)} />
    </Page>
  );
};
