/** The deployed functions: what each answers, and how often it was invoked. */
import { useQuery } from '@tanstack/react-query';
import { Col, Row, Skeleton, Typography } from 'antd';
import { useText } from '../../../functions/console/pages/language';
import { FaultAlert } from '../fault-alert';
import { functionsQuery, timersQuery } from '../queries';
import { SimulatorPage } from '../simulator-page';
import { functions } from '../words';
import { FunctionCard } from './function-card';

const about = {
  zh: '每个函数运行的都是部署时上传的代码。定时器按本地时钟触发，也可以立即触发。',
  en: 'Each runs the very code that would be uploaded. Timers fire by the local clock, and can be fired now, too.',
};

export const Component = () => {
  const t = useText();
  const query = useQuery(functionsQuery);
  const timers = useQuery(timersQuery).data ?? [];
  return (
    <SimulatorPage title={t(functions)} maxWidth={1040}>
      <Typography.Text>{t(about)}</Typography.Text>
      {query.error && <FaultAlert fault={query.error} onAgain={() => query.refetch()} />}
      {query.isPending && !query.error && <Skeleton active />}
      <Row gutter={[16, 16]}>
        {query.data?.map((one) => (
          <Col key={one.name} xs={24} lg={12}>
            <FunctionCard one={one} timer={timers.find((timer) => timer.function === one.name)} />
          </Col>
        ))}
      </Row>
    </SimulatorPage>
  );
};
