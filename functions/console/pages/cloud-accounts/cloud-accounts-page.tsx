/** The AliCloud accounts that pay, each with its instances: how they stand, what they pay for, and what can be done next. */
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Flex, Skeleton, Typography } from 'antd';
import { useText } from '../language';
import { ProblemAlert } from '../problem-alert';
import { cloudAccountsQuery } from '../queries';
import { settings } from '../settings';
import { Page } from '../shell/page';
import { cloudAccounts as title } from '../shell/words';
import { InstanceDetails } from './instance-details';
import type { CloudAccount } from './instance-status';

const words = {
  accountId: { zh: '账号 ID', en: 'Account ID' },
  buy: { zh: '前往云市场开通', en: 'Activate at the marketplace' },
  empty: {
    zh: '还没有云账号。请先在阿里云云市场开通商品，再在工作空间管理中选择“更改结算方式”，填写账号 ID 和商品实例 ID。',
    en: 'There is no cloud account yet. Activate the product at the AliCloud Marketplace first, then choose Change settlement at a workspace and enter the account ID and the product instance ID.',
  },
};

/** Something is about to change by itself. */
const isMoving = (accounts: readonly CloudAccount[] = []): boolean =>
  accounts.some(({ instances }) => instances.some(({ status }) => status === 'opening' || status === 'closing'));

const WHILE_MOVING_MS = 5_000;

export const Component = () => {
  const t = useText();
  const { data, error, refetch } = useQuery({
    ...cloudAccountsQuery,
    refetchInterval: ({ state }) => isMoving(state.data) && WHILE_MOVING_MS,
  });
  const buy = settings.marketplaceProductUrl && (
    <Button href={settings.marketplaceProductUrl} target="_blank" rel="noopener">
      {t(words.buy)}
    </Button>
  );
  return (
    <Page
      title={t(title)}
      actions={data?.length === 0 ? undefined : buy}
      hasTimes={data !== undefined && data.length > 0}
    >
      {error && <ProblemAlert fault={error} onAgain={() => refetch()} />}
      {!data && !error && <Skeleton active />}
      {data?.length === 0 && (
        <Card>
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(words.empty)}>
            {buy}
          </Empty>
        </Card>
      )}
      {data?.map(({ accountId, instances }) => (
        <Card
          key={accountId}
          title={
            <Typography.Title level={2} style={{ margin: 0, fontSize: 16 }} copyable={{ text: accountId }}>
              {t(words.accountId)} {accountId}
            </Typography.Title>
          }
        >
          <Flex vertical gap={24}>
            {instances.map((instance) => (
              <InstanceDetails key={instance.instanceId} instance={instance} />
            ))}
          </Flex>
        </Card>
      ))}
    </Page>
  );
};
