/**
 * The frame of every page: the bar at the top with what a visitor may choose (language, appearance, the way out), the menu at
 * the side, behind a button where the window is narrow, and a word when the connection is lost.
 */
import { DesktopOutlined, MenuOutlined, MoonOutlined, SunOutlined, TranslationOutlined } from '@ant-design/icons';
import { Alert, Button, Drawer, Dropdown, Flex, Grid, Layout, theme } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { type Appearance, appearance } from '../appearance';
import { useConnectionLost } from '../connection';
import { language, useText } from '../language';
import { product } from './words';

const words = {
  skip: { zh: '跳到主要内容', en: 'Skip to the content' },
  menu: { zh: '菜单', en: 'Menu' },
  appearance: { zh: '外观', en: 'Appearance' },
  lost: {
    zh: '连接已断开，正在重新连接；您填写的内容不会丢失。',
    en: 'The connection is lost. We keep trying; nothing that you entered is lost.',
  },
};
const appearances = {
  system: { icon: <DesktopOutlined />, label: { zh: '跟随系统', en: 'As the system' } },
  light: { icon: <SunOutlined />, label: { zh: '浅色', en: 'Light' } },
  dark: { icon: <MoonOutlined />, label: { zh: '深色', en: 'Dark' } },
} as const satisfies Record<Appearance, unknown>;
/** Each under its own name: whoever looks for it reads no other. */
const otherLanguage = { zh: { code: 'en', name: 'English' }, en: { code: 'zh', name: '中文' } } as const;

interface FrameProps {
  /** The menu at the side; none where there is nowhere else to go. */
  readonly menu?: ReactNode;
  /** At the end of the bar. */
  readonly aside?: ReactNode;
  /** Above the page: what concerns all of them. */
  readonly notice?: ReactNode;
  /** The name in the bar, and where it leads. */
  readonly home?: { readonly title: string; readonly to: string };
  readonly children: ReactNode;
}

export const Frame = ({ menu, aside, notice, home, children }: FrameProps) => {
  const t = useText();
  const { token } = theme.useToken();
  const { md = true } = Grid.useBreakpoint();
  const [open, setOpen] = useState(false);
  const lost = useConnectionLost();
  return (
    <Layout style={{ minHeight: '100dvh' }}>
      <a className="skip" href="#content">
        {t(words.skip)}
      </a>
      <Layout.Header
        style={{
          background: token.colorBgContainer,
          borderBottom: `1px solid ${token.colorBorderSecondary}`,
          paddingInline: md ? 24 : 12,
        }}
      >
        <Flex align="center" gap={8} style={{ height: '100%' }}>
          {menu && !md && (
            <Button type="text" icon={<MenuOutlined />} aria-label={t(words.menu)} onClick={() => setOpen(true)} />
          )}
          <Link to={home?.to ?? '/'} className="brand" style={{ color: token.colorText }}>
            {home?.title ?? t(product)}
          </Link>
          <AppearanceButton />
          <LanguageButton withName={md} />
          {aside}
        </Flex>
      </Layout.Header>
      <Layout>
        {menu && md && (
          <Layout.Sider
            theme="light"
            width={240}
            style={{ borderInlineEnd: `1px solid ${token.colorBorderSecondary}` }}
          >
            {menu}
          </Layout.Sider>
        )}
        <Layout.Content id="content" role="main" style={{ padding: md ? 24 : 12, minWidth: 0 }}>
          <Flex vertical gap={16}>
            {lost && <Alert type="warning" showIcon title={t(words.lost)} role="status" />}
            {notice}
            <div>{children}</div>
          </Flex>
        </Layout.Content>
      </Layout>
      {menu && !md && (
        <Drawer
          title={t(words.menu)}
          placement="left"
          size={260}
          open={open}
          onClose={() => setOpen(false)}
          styles={{ body: { padding: 0 } }}
        >
          {/* Whatever is chosen in it leads away. */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears what its links do */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link clicks it */}
          <div onClick={() => setOpen(false)}>{menu}</div>
        </Drawer>
      )}
    </Layout>
  );
};

const AppearanceButton = () => {
  const t = useText();
  const chosen = appearance.use();
  const items = (Object.keys(appearances) as Appearance[]).map((key) => ({
    key,
    icon: appearances[key].icon,
    label: t(appearances[key].label),
  }));
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectable: true,
        selectedKeys: [chosen],
        onClick: ({ key }) => appearance.set(key as Appearance),
      }}
    >
      <Button type="text" icon={appearances[chosen].icon} aria-label={t(words.appearance)} />
    </Dropdown>
  );
};

const LanguageButton = ({ withName }: { withName: boolean }) => {
  const { code, name } = otherLanguage[language.use()];
  return (
    <Button
      type="text"
      lang={code === 'zh' ? 'zh-CN' : 'en'}
      icon={withName && <TranslationOutlined />}
      onClick={() => language.set(code)}
    >
      {name}
    </Button>
  );
};
