/** The menu at the side: the pages of a frame, the one that is shown among them marked. */
import { Menu } from 'antd';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import type { Bilingual } from '../../../../shared/validation/language';
import { useText } from '../language';

interface MenuPage {
  readonly to: string;
  readonly label: Bilingual;
  readonly icon: ReactNode;
}

export const SideMenu = ({ pages }: { pages: readonly MenuPage[] }) => {
  const t = useText();
  const { pathname } = useLocation();
  // What lies below a page belongs to it: of several that it lies below, to the nearest.
  const [chosen] = pages
    .map(({ to }) => to)
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .toSorted((one, other) => other.length - one.length);
  const items = pages.map(({ to, label, icon }) => ({ key: to, icon, label: <Link to={to}>{t(label)}</Link> }));
  return (
    <nav>
      <Menu
        mode="inline"
        items={items}
        selectedKeys={chosen === undefined ? [] : [chosen]}
        style={{ borderInlineEnd: 'none' }}
      />
    </nav>
  );
};
