/**
 * What every page of operators has: it is shown to whoever has entered the token, reads anew by itself while somebody looks at
 * it, and says when it last did.
 */
import { ReloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Flex, Skeleton, Typography } from 'antd';
import { lazy, type ReactNode, Suspense } from 'react';
import { isRefusal } from '../api';
import { useText } from '../language';
import { ProblemAlert } from '../problem-alert';
import { serverTime } from '../server-clock';
import { Page } from '../shell/page';
import { clockText } from '../times';
import type { OperatorQuery } from './operator-queries';
import { operatorToken } from './operator-token';

/** Whoever has entered the token does not need what asks for it. */
const TokenForm = lazy(async () => ({ default: (await import('./token-form')).TokenForm }));

const REFRESH_MS = 15_000;

const words = {
  refresh: { zh: '刷新', en: 'Refresh' },
  refreshed: {
    zh: (time: string) => `${time} 已刷新，每 15 秒自动刷新`,
    en: (time: string) => `Refreshed at ${time}, and every 15 seconds by itself`,
  },
};

interface OperatorPageProps<Data> {
  readonly title: string;
  readonly query: OperatorQuery<Data>;
  readonly children: (data: Data) => ReactNode;
}

export const OperatorPage = <Data,>({ title, query, children }: OperatorPageProps<Data>) => {
  const t = useText();
  const token = operatorToken.use();
  const asked = useQuery({
    ...query,
    enabled: token !== '',
    refetchInterval: REFRESH_MS,
    // In the other language, until it is there in this one.
    placeholderData: keepPreviousData,
  });
  const refused = isRefusal(asked.error, 'not-signed-in');
  if (token === '' || refused) {
    return (
      <Suspense fallback={<Skeleton active />}>
        <TokenForm title={title} refused={refused} />
      </Suspense>
    );
  }
  const refresh = () => void asked.refetch({ cancelRefetch: false });
  return (
    <Page
      title={title}
      hasTimes
      actions={
        <Flex align="center" gap={12} wrap>
          {asked.data !== undefined && (
            <Typography.Text type="secondary">
              {t(words.refreshed)(clockText(serverTime(asked.dataUpdatedAt)))}
            </Typography.Text>
          )}
          <Button icon={<ReloadOutlined spin={asked.isFetching} />} onClick={refresh}>
            {t(words.refresh)}
          </Button>
        </Flex>
      }
    >
      {asked.error && <ProblemAlert fault={asked.error} onAgain={refresh} />}
      {asked.data !== undefined ? children(asked.data) : !asked.error && <Skeleton active />}
    </Page>
  );
};
