/** Ant Design in the page's language and appearance, its styles under the page's nonce. */
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useEffect } from 'react';
import { useDark, useStill } from './appearance';
import { language, localeOf } from './language';
import { nonce } from './settings';
import { dark, light } from './theme';

/**
 * Where dialogs and menus are drawn. Were it the body itself, Ant Design would keep the page behind a dialog from scrolling by a
 * style that has no nonce; `page.css` does that instead.
 */
const above = document.body.appendChild(document.createElement('div'));

const locales = { zh: zhCN, en: enUS };

export const AppearanceProvider = ({ children }: { children: ReactNode }) => {
  const current = language.use();
  const isDark = useDark();
  const look = isDark ? dark : light;
  const isStill = useStill();
  useEffect(() => {
    document.documentElement.lang = localeOf[current];
  }, [current]);
  useEffect(() => {
    // Scroll bars and the page's ground follow too.
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [isDark]);
  return (
    <ConfigProvider
      csp={{ nonce }}
      getPopupContainer={() => above}
      locale={locales[current]}
      theme={isStill ? { ...look, token: { ...look.token, motion: false } } : look}
      // Two Chinese characters in a button are no reason to put a space between them.
      button={{ autoInsertSpace: false }}
    >
      <App>{children}</App>
    </ConfigProvider>
  );
};
