/** What is sold, as a marketplace shows it; its button begins the purchase. */
import { Breadcrumb, Button, Card, Descriptions, Flex, Grid, Table, Tag, Typography } from 'antd';
import { useSearchParams } from 'react-router';
import { useText } from '../../../functions/console/pages/language';
import { LinkButton } from '../../../functions/console/pages/link-button';
import { SimulatorPage } from '../simulator-page';
import { marketplace, purchasedServices, soldProduct } from '../words';
import { ActivateDialog } from './activate-dialog';
import { prices } from './prices';
import { ProductDrawing } from './product-drawing';

const words = {
  place: { zh: '当前位置', en: 'Where you are' },
  saas: { zh: 'SaaS 服务', en: 'SaaS' },
  payAsYouGo: { zh: '按量付费', en: 'Pay as you go' },
  summary: {
    zh: '指标、日志、链路、用户访问监测与可用性监测，一个平台统一查看。用多少付多少，每日出账，由您的阿里云账号结算。',
    en: 'Metrics, logs, traces, real user monitoring and synthetic tests in one place. You pay for what you use: billed daily, through your AliCloud account.',
  },
  activate: { zh: '立即开通', en: 'Activate' },
  billing: { zh: '计费方式', en: 'Billing' },
  billingText: { zh: '按量付费，每日出账', en: 'Pay as you go, billed daily' },
  fee: { zh: '开通费用', en: 'To activate' },
  free: { zh: '免费，开通后按实际用量收费', en: 'Free; only usage is charged' },
  delivery: { zh: '交付方式', en: 'Delivery' },
  deliveryText: {
    zh: '开通后凭账号 ID 与商品实例 ID 绑定工作空间',
    en: 'Bind workspaces by account ID and product instance ID',
  },
  prices: { zh: '价格', en: 'Prices' },
  item: { zh: '计费项', en: 'Item' },
  unit: { zh: '单位', en: 'Unit' },
  price: { zh: '每日单价（元）', en: 'CNY a day' },
};

export const Component = () => {
  const t = useText();
  const { md = true } = Grid.useBreakpoint();
  const [parameters, setParameters] = useSearchParams();
  return (
    <SimulatorPage title={t(soldProduct)} maxWidth={1040}>
      <Breadcrumb
        aria-label={t(words.place)}
        items={[{ title: t(marketplace) }, { title: t(words.saas) }, { title: t(soldProduct) }]}
      />
      <Card>
        <Flex gap={24} vertical={!md}>
          <div style={{ flex: 'none', width: md ? 320 : '100%' }}>
            <ProductDrawing />
          </div>
          <Flex vertical gap={16} style={{ minWidth: 0 }}>
            <Flex gap={8} wrap>
              <Tag>{t(words.saas)}</Tag>
              <Tag>{t(words.payAsYouGo)}</Tag>
            </Flex>
            <Typography.Text>{t(words.summary)}</Typography.Text>
            <Descriptions
              column={1}
              size="small"
              items={[
                { key: 'billing', label: t(words.billing), children: t(words.billingText) },
                { key: 'fee', label: t(words.fee), children: t(words.free) },
                { key: 'delivery', label: t(words.delivery), children: t(words.deliveryText) },
              ]}
            />
            <Flex gap={12} wrap>
              <Button type="primary" size="large" onClick={() => setParameters({ dialog: 'activate' })}>
                {t(words.activate)}
              </Button>
              <LinkButton to="/purchased" size="large">
                {t(purchasedServices)}
              </LinkButton>
            </Flex>
          </Flex>
        </Flex>
      </Card>
      <Card title={<h2 style={{ margin: 0, fontSize: 16 }}>{t(words.prices)}</h2>}>
        <Table
          size="small"
          pagination={false}
          rowKey={({ price, item }) => `${item.en}${price}`}
          dataSource={[...prices]}
          columns={[
            { title: t(words.item), render: (_, { item }) => t(item) },
            { title: t(words.unit), render: (_, { unit }) => t(unit) },
            { title: t(words.price), dataIndex: 'price', align: 'right' },
          ]}
        />
      </Card>
      <ActivateDialog open={parameters.get('dialog') === 'activate'} onClose={() => setParameters({})} />
    </SimulatorPage>
  );
};
