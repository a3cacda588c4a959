/** Where the product itself is, beside what is simulated here. */
import { Button, Card, Descriptions, Flex, Typography } from 'antd';
import { useText } from '../../../functions/console/pages/language';
import { settings } from '../settings';
import { SimulatorPage } from '../simulator-page';
import { consoleAndApi } from '../words';

const words = {
  about: {
    zh: '以下是产品本身：与部署到云上的页面和接口完全相同，不是模拟。',
    en: 'This is the product itself: the same pages and the same API as a deployment has, not simulated.',
  },
  pages: { zh: '页面', en: 'Pages' },
  operator: { zh: '运营令牌', en: 'Operator token' },
  tokenHow: {
    zh: '打开“运营”页时需要输入。这是开发默认值，仅用于本机；可通过环境变量 OPERATOR_TOKEN 更换。',
    en: 'The pages of operations ask for it. It is the development value, for this machine only; the variable OPERATOR_TOKEN sets another.',
  },
  ownToken: {
    zh: '启动时已通过环境变量 OPERATOR_TOKEN 设置，此处不显示。',
    en: 'It is the one that the variable OPERATOR_TOKEN was set to at the start, and is not shown here.',
  },
};

const links = [
  ['/', { zh: '费用中心', en: 'Billing Center' }],
  ['/register', { zh: '注册', en: 'Register' }],
  ['/log-in', { zh: '登录', en: 'Log in' }],
  ['/operations', { zh: '运营', en: 'Operations' }],
  ['/api/docs', { zh: 'API 文档', en: 'API documentation' }],
] as const;

export const Component = () => {
  const t = useText();
  return (
    <SimulatorPage title={t(consoleAndApi)} maxWidth={720}>
      <Typography.Text>{t(words.about)}</Typography.Text>
      <Card title={<h2 style={{ margin: 0, fontSize: 16 }}>{t(words.pages)}</h2>}>
        <Descriptions
          column={1}
          size="small"
          items={links.map(([address, label]) => ({
            key: address,
            label: t(label),
            children: (
              <Button type="link" href={address} style={{ padding: 0, height: 'auto' }}>
                {address}
              </Button>
            ),
          }))}
        />
      </Card>
      <Card title={<h2 style={{ margin: 0, fontSize: 16 }}>{t(words.operator)}</h2>}>
        {settings.operatorToken === undefined ? (
          <Typography.Text>{t(words.ownToken)}</Typography.Text>
        ) : (
          <Flex vertical gap={8}>
            <Typography.Text copyable code>
              {settings.operatorToken}
            </Typography.Text>
            <Typography.Text type="secondary">{t(words.tokenHow)}</Typography.Text>
          </Flex>
        )}
      </Card>
    </SimulatorPage>
  );
};
