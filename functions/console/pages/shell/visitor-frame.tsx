/** The frame of the pages for whoever is not signed in. */
import { Outlet, useLocation } from 'react-router';
import { useText } from '../language';
import { LinkButton } from '../link-button';
import { Frame } from './frame';
import { logIn, register } from './words';

export const VisitorFrame = () => {
  const t = useText();
  const { pathname } = useLocation();
  const [to, label] = pathname === '/register' ? ['/log-in', logIn] : ['/register', register];
  return (
    <Frame aside={<LinkButton to={to}>{t(label)}</LinkButton>}>
      <Outlet />
    </Frame>
  );
};
