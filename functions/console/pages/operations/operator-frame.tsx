/** The frame of the pages for operators. They know no customer’s session, and its pages do not know them. */
import {
  FileUnknownOutlined,
  FundOutlined,
  LogoutOutlined,
  MailOutlined,
  PoweroffOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Grid } from 'antd';
import { Outlet } from 'react-router';
import { useText } from '../language';
import { Frame } from '../shell/frame';
import { SideMenu } from '../shell/side-menu';
import { operatorToken } from './operator-token';
import { closures, consistency, mails, metering, operations, unusableUsage } from './words';

const pages = [
  { to: '/operations', label: consistency, icon: <SafetyCertificateOutlined /> },
  { to: '/operations/closures', label: closures, icon: <PoweroffOutlined /> },
  { to: '/operations/mails', label: mails, icon: <MailOutlined /> },
  { to: '/operations/metering', label: metering, icon: <FundOutlined /> },
  { to: '/operations/usage', label: unusableUsage, icon: <FileUnknownOutlined /> },
];

const forget = { zh: '清除令牌', en: 'Forget the token' };

export const Component = () => {
  const t = useText();
  const entered = operatorToken.use() !== '';
  return (
    <Frame
      home={{ title: t(operations), to: '/operations' }}
      menu={entered && <SideMenu pages={pages} />}
      aside={entered && <ForgetButton />}
    >
      <Outlet />
    </Frame>
  );
};

const ForgetButton = () => {
  const t = useText();
  const { md = true } = Grid.useBreakpoint();
  const queries = useQueryClient();
  const onClick = () => {
    operatorToken.forget();
    queries.removeQueries({ queryKey: ['operations'] });
  };
  return (
    <Button type="text" icon={<LogoutOutlined />} aria-label={t(forget)} onClick={onClick}>
      {md && t(forget)}
    </Button>
  );
};
