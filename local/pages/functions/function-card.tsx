/** One function; its timer, where it has one, can be fired now. */
import { Button, Card, Flex, Statistic, Tag, Typography } from 'antd';
import { useText } from '../../../functions/console/pages/language';
import { numberText } from '../../../functions/console/pages/times';
import type { ListedFunction, ListedTimer } from '../../function-compute/controls';
import { postControl } from '../controls';
import { FaultAlert } from '../fault-alert';
import { useChange } from '../use-change';

const words = {
  fire: { zh: '立即触发定时器', en: 'Fire its timer' },
  timer: { zh: '定时器', en: 'Timer' },
  invocations: { zh: '调用', en: 'Invocations' },
  coldStarts: { zh: '冷启动', en: 'Cold starts' },
  errors: { zh: '错误', en: 'Errors' },
  noRoutes: { zh: '无路由，由定时器及其他函数调用', en: 'No routes: called by its timer and by other functions' },
  result: { zh: '返回结果', en: 'Result' },
};

interface FunctionCardProps {
  readonly one: ListedFunction;
  readonly timer: ListedTimer | undefined;
}

export const FunctionCard = ({ one, timer }: FunctionCardProps) => {
  const t = useText();
  const fire = useChange({
    send: () => postControl<{ result: unknown }>(`/local/timers/${one.name}`, {}),
  });
  return (
    <Card
      style={{ height: '100%' }}
      title={<h2 style={{ margin: 0, fontSize: 16 }}>{one.name}</h2>}
      extra={
        timer && (
          <Button loading={fire.isPending} onClick={() => fire.send()}>
            {t(words.fire)}
          </Button>
        )
      }
    >
      <Flex vertical gap={16}>
        <Flex gap={32} wrap>
          {(['invocations', 'coldStarts', 'errors'] as const).map((count) => (
            <Statistic
              key={count}
              title={t(words[count])}
              value={one[count]}
              formatter={() => numberText(one[count])}
            />
          ))}
        </Flex>
        <Flex gap={4} wrap>
          {one.routes.map((route) => (
            <Tag key={route} style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
              {route}
            </Tag>
          ))}
          {one.routes.length === 0 && <Typography.Text type="secondary">{t(words.noRoutes)}</Typography.Text>}
        </Flex>
        {timer && (
          <Typography.Text type="secondary">
            {t(words.timer)}: <code>{timer.schedule}</code>
          </Typography.Text>
        )}
        {fire.fault && <FaultAlert fault={fire.fault} />}
        {fire.answer && (
          <div role="status">
            <Typography.Text>{t(words.result)}</Typography.Text>
            <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: 0 }}>
              {JSON.stringify(fire.answer.result, null, 2)}
            </pre>
          </div>
        )}
      </Flex>
    </Card>
  );
};
