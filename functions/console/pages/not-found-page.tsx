/** There is no such page. */
import { Result } from 'antd';
import { useText } from './language';
import { LinkButton } from './link-button';
import { Page } from './shell/page';

const words = {
  title: { zh: '页面不存在', en: 'There is no such page' },
  advice: { zh: '请核对地址，或返回首页。', en: 'Please check the address, or begin at the start.' },
  start: { zh: '返回首页', en: 'To the start' },
};

export const Component = () => {
  const t = useText();
  return (
    <Page title={t(words.title)}>
      <Result
        status="404"
        subTitle={t(words.advice)}
        extra={
          <LinkButton to="/" type="primary">
            {t(words.start)}
          </LinkButton>
        }
      />
    </Page>
  );
};
