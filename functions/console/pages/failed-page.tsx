/** Shown where a page could not be drawn or loaded: after a deployment an open page may ask for a file that is no more. */
import { Alert, Button } from 'antd';
import { useText } from './language';
import { Frame } from './shell/frame';
import { Page } from './shell/page';

const words = {
  title: { zh: '页面无法显示', en: 'This page cannot be shown' },
  advice: {
    zh: '可能是网络中断，或系统刚刚升级，请重新加载。',
    en: 'The connection may have been lost, or the system was just updated: please load the page again.',
  },
  reload: { zh: '重新加载', en: 'Load again' },
};

export const FailedPage = () => (
  <Frame>
    <Failed />
  </Frame>
);

/** The same, inside a frame. */
export const Failed = () => {
  const t = useText();
  return (
    <Page title={t(words.title)}>
      <Alert
        type="warning"
        showIcon
        role="alert"
        title={t(words.advice)}
        action={
          <Button type="primary" onClick={() => window.location.reload()}>
            {t(words.reload)}
          </Button>
        }
      />
    </Page>
  );
};
