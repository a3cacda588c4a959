/** The frame of the pages for whoever is not signed in. */
import { Outlet, useLocation } from 'react-router';
import { useText } from '../language';
import { LinkButton } from '../link-button';
import { arrivalAt } from '../register/arrival';
import { Frame } from './frame';
import { logIn, register } from './words';

export const VisitorFrame = () => {
  const t = useText();
  const { pathname, hash } = useLocation();
  // Whoever has an account already uses there, once signed in, what they came with.
  const toLogIn = arrivalAt(hash) ? '/log-in?next=/register' : '/log-in';
  const [to, label] = pathname === '/register' ? [toLogIn, logIn] : ['/register', register];
  return (
    <Frame aside={<LinkButton to={to}>{t(label)}</LinkButton>}>
      <Outlet />
    </Frame>
  );
};
