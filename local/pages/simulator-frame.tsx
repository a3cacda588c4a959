/** The frame of the simulator: what it is stands above every page of it. */
import {
  AppstoreOutlined,
  ClockCircleOutlined,
  CodeOutlined,
  DisconnectOutlined,
  ExportOutlined,
  MailOutlined,
  ShoppingOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons';
import { Alert } from 'antd';
import { Outlet } from 'react-router';
import { useText } from '../../functions/console/pages/language';
import { Frame } from '../../functions/console/pages/shell/frame';
import { SideMenu } from '../../functions/console/pages/shell/side-menu';
import { BuyerButton } from './buyer-button';
import {
  clock,
  consoleAndApi,
  faultyLine,
  functions,
  mailbox,
  marketplace,
  purchasedServices,
  simulated,
  simulator,
  usage,
} from './words';

const pages = [
  { to: '/marketplace', label: marketplace, icon: <AppstoreOutlined /> },
  { to: '/purchased', label: purchasedServices, icon: <ShoppingOutlined /> },
  { to: '/mailbox', label: mailbox, icon: <MailOutlined /> },
  { to: '/usage', label: usage, icon: <ThunderboltOutlined /> },
  { to: '/faults', label: faultyLine, icon: <DisconnectOutlined /> },
  { to: '/functions', label: functions, icon: <CodeOutlined /> },
  { to: '/clock', label: clock, icon: <ClockCircleOutlined /> },
  { to: '/console', label: consoleAndApi, icon: <ExportOutlined /> },
];

export const SimulatorFrame = () => {
  const t = useText();
  return (
    <Frame
      home={{ title: t(simulator), to: '/marketplace' }}
      notice={<Alert type="warning" showIcon role="note" title={t(simulated)} />}
      aside={<BuyerButton />}
      menu={<SideMenu pages={pages} />}
    >
      <Outlet />
    </Frame>
  );
};
