/** How far the closures are: those under way with their progress, and below them those that came to their end. */
import { Alert, Flex, Progress, Typography } from 'antd';
import { useText } from '../language';
import { serverTime } from '../server-clock';
import { Section } from '../shell/section';
import { durationText, numberText, timeText } from '../times';
import { type Column, Listing } from './listing';
import { NextStep } from './next-step';
import { nextOfClosure } from './next-steps';
import { OperatorPage } from './operator-page';
import { type Closure, closuresQuery } from './operator-queries';
import { closures } from './words';

const words = {
  underWay: { zh: '进行中', en: 'Under way' },
  finished: { zh: '已完成', en: 'Finished' },
  instance: { zh: '商品实例 ID', en: 'Product instance ID' },
  progress: { zh: '已切换的工作空间', en: 'Workspaces switched' },
  ofInstance: { zh: (id: string) => `实例 ${id} 的关闭进度`, en: (id: string) => `Progress of the closure of ${id}` },
  switched: {
    zh: (done: string, all: string) => `${done} / ${all}`,
    en: (done: string, all: string) => `${done} of ${all}`,
  },
  noneBound: { zh: '没有绑定的工作空间', en: 'No workspace was bound to it' },
  ending: { zh: '正在收尾', en: 'Coming to its end' },
  startedAt: { zh: '开始时间', en: 'Started' },
  lasts: { zh: '已用时', en: 'For' },
  took: { zh: '用时', en: 'Took' },
  closedAt: { zh: '完成时间', en: 'Finished' },
  noneUnderWay: { zh: '没有进行中的业务关闭，一切正常。', en: 'No service closure is under way: all is well.' },
  noneFinished: { zh: '还没有完成过的业务关闭。', en: 'No service closure has come to its end yet.' },
  advice: {
    zh: '超过十分钟、且数字不再变化的关闭，请先查看该实例：',
    en: 'Where a closure has lasted ten minutes and its numbers stand still, look at its instance first:',
  },
};

export const Component = () => {
  const t = useText();
  return (
    <OperatorPage title={t(closures)} query={closuresQuery}>
      {(found) => <Closures found={found} />}
    </OperatorPage>
  );
};

const Closures = ({ found }: { found: readonly Closure[] }) => {
  const t = useText();
  const underWay = found.filter(({ closedAt }) => closedAt === undefined);
  const finished = found.filter(({ closedAt }) => closedAt !== undefined);
  const instance = {
    key: 'instance',
    title: t(words.instance),
    show: ({ instanceId }: Closure) => <Typography.Text copyable>{instanceId}</Typography.Text>,
  };
  const startedAt = {
    key: 'startedAt',
    title: t(words.startedAt),
    show: ({ startedAt: time }: Closure) => timeText(time),
  };
  const progressed: readonly Column<Closure>[] = [
    instance,
    { key: 'progress', title: t(words.progress), width: '40%', show: (closure) => <Switched closure={closure} /> },
    startedAt,
    {
      key: 'lasts',
      title: t(words.lasts),
      show: (closure) => durationText(serverTime(Date.now()) - Date.parse(closure.startedAt)),
    },
  ];
  const ended: readonly Column<Closure>[] = [
    instance,
    { key: 'done', title: t(words.progress), show: ({ done }) => numberText(done) },
    startedAt,
    { key: 'closedAt', title: t(words.closedAt), show: ({ closedAt }) => closedAt && timeText(closedAt) },
    {
      key: 'took',
      title: t(words.took),
      show: ({ startedAt: from, closedAt }) => closedAt && durationText(Date.parse(closedAt) - Date.parse(from)),
    },
  ];
  const [first] = underWay;
  return (
    <Flex vertical gap={16}>
      <Section title={t(words.underWay)}>
        <Listing
          label={t(words.underWay)}
          pageParameter="under-way"
          columns={progressed}
          rows={underWay}
          keyOf={({ instanceId }) => instanceId}
          empty={<Alert type="success" showIcon title={t(words.noneUnderWay)} />}
        />
        {first && <NextStep advice={t(words.advice)} next={nextOfClosure(first.instanceId)} />}
      </Section>
      <Section title={t(words.finished)}>
        <Listing
          label={t(words.finished)}
          pageParameter="finished"
          columns={ended}
          rows={finished}
          keyOf={({ instanceId }) => instanceId}
          empty={<Typography.Text type="secondary">{t(words.noneFinished)}</Typography.Text>}
        />
      </Section>
    </Flex>
  );
};

const Switched = ({ closure: { instanceId, done, left } }: { closure: Closure }) => {
  const t = useText();
  const all = done + left;
  return (
    <Flex vertical style={{ flex: 'auto' }}>
      <Progress
        aria-label={t(words.ofInstance)(instanceId)}
        percent={all === 0 ? 100 : Math.floor((100 * done) / all)}
        status={left === 0 ? 'success' : 'active'}
        showInfo={false}
      />
      <Typography.Text type="secondary">
        {all === 0 ? t(words.noneBound) : t(words.switched)(numberText(done), numberText(all))}
        {left === 0 && ` · ${t(words.ending)}`}
      </Typography.Text>
    </Flex>
  );
};
