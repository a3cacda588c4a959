/** Purchased Services: what the AliCloud account that is logged in has bought, the newest first. */
import { useQuery } from '@tanstack/react-query';
import { Empty, Flex, Pagination, Skeleton, Typography } from 'antd';
import { useSearchParams } from 'react-router';
import { useText } from '../../../functions/console/pages/language';
import { LinkButton } from '../../../functions/console/pages/link-button';
import { buyer } from '../buyer';
import { FaultAlert } from '../fault-alert';
import { instancesQuery } from '../queries';
import { SimulatorPage } from '../simulator-page';
import { purchasedServices } from '../words';
import { ClosureDialog } from './closure-dialog';
import { InstanceCard } from './instance-card';

const PER_PAGE = 10;

const words = {
  of: { zh: (id: string) => `阿里云账号 ${id} 购买的服务。`, en: (id: string) => `Bought by AliCloud account ${id}.` },
  none: { zh: '此账号尚未购买服务。', en: 'This account has bought nothing yet.' },
  buy: { zh: '前往云市场', en: 'To the marketplace' },
};

export const Component = () => {
  const t = useText();
  const [parameters, setParameters] = useSearchParams();
  const accountId = buyer.use();
  const query = useQuery(instancesQuery);
  const bought = query.data?.filter((instance) => instance.accountId === accountId).reverse() ?? [];
  const pages = Math.max(1, Math.ceil(bought.length / PER_PAGE));
  const page = Math.min(Math.max(1, Number(parameters.get('page')) || 1), pages);
  const closing = bought.find(({ instanceId }) => instanceId === parameters.get('close'));
  const change = (name: string, value: string | undefined) =>
    setParameters((before) => {
      const after = new URLSearchParams(before);
      if (value === undefined) after.delete(name);
      else after.set(name, value);
      return after;
    });
  return (
    <SimulatorPage
      title={t(purchasedServices)}
      maxWidth={1040}
      actions={<LinkButton to="/marketplace">{t(words.buy)}</LinkButton>}
    >
      <Typography.Text>{t(words.of)(accountId)}</Typography.Text>
      {query.error && <FaultAlert fault={query.error} onAgain={() => query.refetch()} />}
      {query.isPending && !query.error && <Skeleton active />}
      {query.data && bought.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(words.none)} />}
      <Flex vertical gap={16}>
        {bought.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((instance) => (
          <InstanceCard
            key={instance.instanceId}
            instance={instance}
            onClose={() => change('close', instance.instanceId)}
          />
        ))}
      </Flex>
      <Pagination
        align="end"
        hideOnSinglePage
        showSizeChanger={false}
        current={page}
        pageSize={PER_PAGE}
        total={bought.length}
        onChange={(next) => change('page', String(next))}
      />
      <ClosureDialog instanceId={closing?.instanceId} onEnd={() => change('close', undefined)} />
    </SimulatorPage>
  );
};
