/** The frame of the pages for operators. They know no customer’s session, and its pages do not know them. */
import { LogoutOutlined, MailOutlined, PoweroffOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Grid } from 'antd';
import { Outlet } from 'react-router';
import { useText } from '../language';
import { Frame } from '../shell/frame';
import { SideMenu } from '../shell/side-menu';
import { operatorToken } from './operator-token';
import { closures, consistency, mails, operations } from './words';

const pages = [
  { to: '/operations', label: consistency, icon: <SafetyCertificateOutlined /> },
  { to: '/operations/closures', label: closures, icon: <PoweroffOutlined /> },
  { to: '/operations/mails', label: mails, icon: <MailOutlined /> },
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
