/** One workspace: what it is, how it is settled, who paid until now and why that changed. */
import { SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Breadcrumb, Button, Descriptions, Flex, Grid, Skeleton, Typography } from 'antd';
import { lazy, Suspense } from 'react';
import { Link, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { languages } from '../../../../shared/validation/language';
import { isRefusal } from '../api';
import { billsAddress } from '../bills/place';
import { ChangeSettlement } from '../change-settlement/change-settlement';
import { ClosureAlert } from '../closure-banner/closure-alert';
import { useText } from '../language';
import { LinkButton } from '../link-button';
import { PayerBand } from '../payer-timeline/payer-band';
import { PayerTable } from '../payer-timeline/payer-table';
import { closedInstance } from '../payer-timeline/reasons';
import { spansOf } from '../payer-timeline/spans';
import { ProblemAlert } from '../problem-alert';
import { timelineQuery, type WorkspacePath, workspaceQuery } from '../queries';
import { serverTime } from '../server-clock';
import { Page } from '../shell/page';
import { Section } from '../shell/section';
import { workspaceManagement } from '../shell/words';
import { siteText } from '../site-text';
import { timeText } from '../times';
import { REFRESH_MS } from './refresh';
import { SettlementText } from './settlement-text';
import * as word from './words';

const words = {
  id: { zh: '工作空间 ID', en: 'Workspace ID' },
  language: { zh: '工作空间语言', en: 'Workspace language' },
  bills: { zh: '查看账单', en: 'See its bills' },
  timeline: { zh: '结算时间线', en: 'Who paid, and when' },
};

const MissingWorkspace = lazy(async () => ({ default: (await import('./missing-workspace')).MissingWorkspace }));

/** In the state of a place in the history: the one before it is the same page without the dialog. */
const OPENED_HERE = { openedHere: true };

export const Component = () => {
  const t = useText();
  const { site = '', workspaceId = '' } = useParams();
  const path = { site, workspaceId };
  const { data, error, refetch } = useQuery({ ...workspaceQuery(path), refetchInterval: REFRESH_MS });
  const change = useChange();
  const { md = true } = Grid.useBreakpoint();
  if (isRefusal(error, 'workspace-not-found')) {
    return (
      <Suspense fallback={<Skeleton active />}>
        <MissingWorkspace />
      </Suspense>
    );
  }
  if (!data) {
    return (
      <Page title={t(word.workspace)}>
        {error ? <ProblemAlert fault={error} onAgain={() => refetch()} /> : <Skeleton active />}
      </Page>
    );
  }
  const { workspace, etag } = data;
  return (
    <Page
      title={workspace.name}
      hasTimes
      actions={
        <Flex wrap gap={8}>
          <LinkButton to={billsAddress(workspace)}>{t(words.bills)}</LinkButton>
          <Button type="primary" icon={<SwapOutlined />} onClick={change.open}>
            {t(word.changeSettlement)}
          </Button>
        </Flex>
      }
    >
      <Breadcrumb
        items={[{ title: <Link to="/workspaces">{t(workspaceManagement)}</Link> }, { title: workspace.name }]}
      />
      {error && <ProblemAlert fault={error} onAgain={() => refetch()} />}
      <ClosureOfPayer path={path} />
      <Descriptions
        bordered
        size="small"
        column={{ xs: 1, lg: 2 }}
        layout={md ? 'horizontal' : 'vertical'}
        styles={{ label: { whiteSpace: 'nowrap' } }}
        items={[
          {
            key: 'id',
            label: t(words.id),
            children: (
              <Typography.Text copyable style={{ overflowWrap: 'anywhere' }}>
                {workspace.workspaceId}
              </Typography.Text>
            ),
          },
          { key: 'site', label: t(word.site), children: siteText(workspace.site) },
          { key: 'language', label: t(words.language), children: languages[workspace.language] },
          { key: 'created', label: t(word.created), children: timeText(workspace.createdAt) },
          {
            key: 'settlement',
            label: t(word.settlementWord),
            children: <SettlementText settlement={workspace.settlement} />,
          },
          { key: 'since', label: t(word.since), children: timeText(workspace.settlement.since) },
        ]}
      />
      <Payers path={path} />
      <ChangeSettlement workspace={workspace} etag={etag} open={change.isOpen} onClose={change.close} />
    </Page>
  );
};

/** Whether the dialog is open stands in the address, so that it is still open after a reload. */
const useChange = () => {
  const [parameters] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const isOpen = parameters.has('change');
  return {
    isOpen,
    open: () => navigate({ search: '?change' }, { state: OPENED_HERE }),
    close: () => {
      if (!isOpen) return;
      if ((state as Partial<typeof OPENED_HERE> | null)?.openedHere) navigate(-1);
      else navigate({ search: '' }, { replace: true });
    },
  };
};

const useSpans = (path: WorkspacePath) => {
  const query = useQuery({ ...timelineQuery(path), refetchInterval: REFRESH_MS });
  return { ...query, spans: query.data && spansOf(query.data, serverTime(query.dataUpdatedAt)) };
};

/** Where what pays now is what a closure left. */
const ClosureOfPayer = ({ path }: { path: WorkspacePath }) => {
  const last = useSpans(path).spans?.at(-1);
  const instanceId = last && closedInstance(last);
  return last && instanceId !== undefined && <ClosureAlert instanceId={instanceId} closedAt={last.entry.from} />;
};

const Payers = ({ path }: { path: WorkspacePath }) => {
  const t = useText();
  const { lg = true } = Grid.useBreakpoint();
  const { spans, error, refetch } = useSpans(path);
  return (
    <Section title={t(words.timeline)}>
      {error && <ProblemAlert fault={error} onAgain={() => refetch()} />}
      {spans ? (
        <>
          <PayerBand spans={spans} />
          <PayerTable spans={spans} narrow={!lg} />
        </>
      ) : (
        !error && <Skeleton active />
      )}
    </Section>
  );
};
