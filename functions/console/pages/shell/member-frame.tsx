/** The frame of the Billing Center: only for whoever is signed in; others are led to the log-in, and back afterwards. */
import {
  AccountBookOutlined,
  CloudOutlined,
  IdcardOutlined,
  LogoutOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown, Grid, Skeleton } from 'antd';
import { Navigate, Outlet, useLocation, useNavigate } from 'react-router';
import { isRefusal } from '../api';
import { useText } from '../language';
import { ProblemAlert } from '../problem-alert';
import { accountQuery } from '../queries';
import { Frame } from './frame';
import { SideMenu } from './side-menu';
import { useLogOut } from './use-log-out';
import { account, bills, cloudAccounts, logOut, workspaceManagement } from './words';

const pages = [
  { to: '/workspaces', label: workspaceManagement, icon: <TeamOutlined /> },
  { to: '/bills', label: bills, icon: <AccountBookOutlined /> },
  { to: '/cloud-accounts', label: cloudAccounts, icon: <CloudOutlined /> },
  { to: '/account', label: account, icon: <IdcardOutlined /> },
];

/** What the log-in is told of whoever is led there. */
export interface LedToLogIn {
  /** They were at work here. */
  readonly sessionEnded: boolean;
}

export const Component = () => {
  const { pathname, search } = useLocation();
  const query = useQuery(accountQuery);
  if (isRefusal(query.error, 'not-signed-in')) {
    const next = new URLSearchParams({ next: `${pathname}${search}` });
    const led: LedToLogIn = { sessionEnded: query.data !== undefined };
    return <Navigate to={`/log-in?${next}`} state={led} replace />;
  }
  return (
    <Frame menu={<SideMenu pages={pages} />} aside={query.data && <AccountButton username={query.data.username} />}>
      {query.data ? (
        // Nothing that one account entered is sent for another.
        <Outlet key={query.data.username} />
      ) : query.error ? (
        <ProblemAlert fault={query.error} onAgain={() => query.refetch()} />
      ) : (
        <Skeleton active />
      )}
    </Frame>
  );
};

const AccountButton = ({ username }: { username: string }) => {
  const t = useText();
  const { md = true } = Grid.useBreakpoint();
  const navigate = useNavigate();
  const leave = useLogOut();
  const items = [
    { key: '/account', icon: <IdcardOutlined />, label: t(account) },
    { key: 'log-out', icon: <LogoutOutlined />, label: t(logOut) },
  ];
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, onClick: ({ key }) => (key === 'log-out' ? leave.mutate() : navigate(key)) }}
    >
      <Button type="text" icon={<UserOutlined />} loading={leave.isPending || leave.isSuccess} aria-label={username}>
        {md && username}
      </Button>
    </Dropdown>
  );
};
