/** Workspace management: the workspaces of the account, to be found, looked at and settled otherwise. */
import { PlusOutlined } from '@ant-design/icons';
import { Button, Empty, Flex, Grid, Skeleton } from 'antd';
import { useDeferredValue } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { isRefusal } from '../api';
import { InstanceAlerts } from '../closure-banner/instance-alerts';
import { useText } from '../language';
import { LinkButton } from '../link-button';
import { ProblemAlert } from '../problem-alert';
import { Page } from '../shell/page';
import { workspaceManagement } from '../shell/words';
import { Filters } from './filters';
import { usePageOfRows } from './page-of-rows';
import { Pager } from './pager';
import { type Filter, isFiltered, type Place, readPlace, withFilter, writePlace } from './place';
import { newWorkspace } from './words';
import { WorkspaceTable } from './workspace-table';

const words = {
  none: { zh: '还没有工作空间', en: 'There is no workspace yet' },
  noneFits: { zh: '没有符合条件的工作空间', en: 'No workspace fits' },
  noMore: { zh: '此页已没有工作空间', en: 'There are no more workspaces on this page' },
  showAll: { zh: '显示全部工作空间', en: 'Show all workspaces' },
};

export const Component = () => {
  const t = useText();
  const { lg = true } = Grid.useBreakpoint();
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const place = readPlace(parameters);
  const page = usePageOfRows(place);
  // Two hundred rows are drawn bit by bit, so that no letter that is typed meanwhile has to wait.
  const rows = useDeferredValue(page.rows);
  const goTo = (next: Place, options?: { readonly replace?: boolean; readonly state?: unknown }) =>
    navigate({ search: writePlace(next).toString() }, options);
  const change = (filter: Filter, more = false) => goTo(withFilter(place, filter), { replace: more });
  const showAll = <Button onClick={() => goTo({ filter: {}, limit: place.limit })}>{t(words.showAll)}</Button>;
  const addOne = (
    <LinkButton to="/workspaces/new" type="primary" icon={<PlusOutlined />}>
      {t(newWorkspace)}
    </LinkButton>
  );
  const [nothing, next] = isFiltered(place)
    ? [words.noneFits, showAll]
    : place.cursor === undefined
      ? [words.none, addOne]
      : [words.noMore, showAll];
  return (
    <Page title={t(workspaceManagement)} actions={addOne} hasTimes>
      <InstanceAlerts />
      <Filters filter={place.filter} onChange={change} />
      {page.fault !== null && (
        <Flex vertical gap={8} align="start">
          <ProblemAlert fault={page.fault} onAgain={page.again} />
          {isRefusal(page.fault, 'invalid-request') && showAll}
        </Flex>
      )}
      {rows ? (
        <>
          <WorkspaceTable
            rows={rows}
            narrow={!lg}
            waiting={page.former || (page.goingOn && rows.length === 0)}
            empty={page.goingOn ? ' ' : <Empty description={t(nothing)}>{next}</Empty>}
          />
          <Pager place={place} page={page} onGo={(to, state) => goTo(to, { state })} />
        </>
      ) : (
        page.fault === null && <Skeleton active paragraph={{ rows: 8 }} />
      )}
    </Page>
  );
};
