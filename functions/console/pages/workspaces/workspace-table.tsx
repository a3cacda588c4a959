/** The rows of the list: a table, or where the window is narrow one column that says the same. */
import { Flex, Table, type TableProps, Typography } from 'antd';
import { memo, type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import type { WorkspaceView } from '../../../../shared/validation/answers';
import { language, useText } from '../language';
import { siteText } from '../site-text';
import { timeText } from '../times';
import { workspaceAddress } from './place';
import { SettlementText } from './settlement-text';
import * as word from './words';

type Columns = NonNullable<TableProps<WorkspaceView>['columns']>;

interface WorkspaceTableProps {
  readonly rows: readonly WorkspaceView[];
  readonly narrow: boolean;
  /** The rows are on their way, or others are. */
  readonly waiting: boolean;
  readonly empty: ReactNode;
}

export const WorkspaceTable = memo(({ rows, narrow, waiting, empty }: WorkspaceTableProps) => {
  const t = useText();
  const current = language.use();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are those of the language
  const columns = useMemo((): Columns => {
    const nameLink = (workspace: WorkspaceView) => (
      <Link to={workspaceAddress(workspace)} style={{ overflowWrap: 'anywhere' }}>
        {workspace.name}
      </Link>
    );
    const changeLink = (workspace: WorkspaceView) => (
      <Link
        to={`${workspaceAddress(workspace)}?change`}
        style={{ whiteSpace: 'nowrap' }}
        aria-label={`${t(word.changeSettlement)}: ${workspace.name}`}
      >
        {t(word.changeSettlement)}
      </Link>
    );
    if (narrow) {
      return [
        {
          title: t(word.name),
          render: (_, workspace) => (
            <Flex vertical gap={4}>
              <Typography.Text strong>{nameLink(workspace)}</Typography.Text>
              <span>{siteText(workspace.site)}</span>
              <SettlementText settlement={workspace.settlement} />
              <Typography.Text type="secondary">
                {t(word.since)} {timeText(workspace.settlement.since)}
              </Typography.Text>
              {changeLink(workspace)}
            </Flex>
          ),
        },
      ];
    }
    return [
      { title: t(word.name), render: (_, workspace) => nameLink(workspace), width: '26%' },
      { title: t(word.site), render: (_, { site }) => siteText(site) },
      { title: t(word.settlementWord), render: (_, { settlement }) => <SettlementText settlement={settlement} /> },
      { title: t(word.since), render: (_, { settlement }) => timeText(settlement.since) },
      { title: t(word.created), render: (_, { createdAt }) => timeText(createdAt), responsive: ['xl'] },
      { title: t(word.actions), render: (_, workspace) => changeLink(workspace) },
    ];
  }, [current, narrow]);
  return (
    <Table<WorkspaceView>
      rowKey="workspaceId"
      size="middle"
      columns={columns}
      dataSource={rows}
      pagination={false}
      loading={{ spinning: waiting, delay: 200 }}
      locale={{ emptyText: empty }}
    />
  );
});
