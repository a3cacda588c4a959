/**
 * The last step: what was made, and the way in. The password is still known to the page that was registered with, so it logs in
 * with a click; after a reload it is not, and the log-in asks for it.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Descriptions, Flex, Grid, Result } from 'antd';
import type { RefObject } from 'react';
import { useNavigate } from 'react-router';
import * as z from 'zod';
import { registered } from '../../../../shared/validation/answers';
import type { Login } from '../../../../shared/validation/session';
import { ask } from '../api';
import { useText } from '../language';
import { LinkButton } from '../link-button';
import { ProblemAlert } from '../problem-alert';
import { logIn } from '../shell/words';
import { siteText } from '../site-text';
import { SettlementText } from '../workspaces/settlement-text';

const words = {
  what: {
    zh: (username: string) =>
      `费用中心账号 ${username} 已同步创建：用它和您刚设置的密码登录费用中心，管理工作空间和结算方式。`,
    en: (username: string) =>
      `The Billing Center account ${username} was created along with it: log in there with it and the password that you have just chosen, and manage workspaces and how they are settled.`,
  },
  workspace: { zh: '工作空间', en: 'Workspace' },
  site: { zh: '站点', en: 'Site' },
  workspaceId: { zh: '工作空间 ID', en: 'Workspace ID' },
  settlement: { zh: '结算方式', en: 'Settlement' },
  username: { zh: '费用中心账号', en: 'Billing Center account' },
  email: { zh: '邮箱', en: 'E-mail address' },
  enter: { zh: '进入费用中心', en: 'Go to the Billing Center' },
};

export type Made = z.input<typeof registered>;

/** From the state of a place in the history. */
export const madeOf = (state: unknown): Made | undefined => z.object({ made: registered }).safeParse(state).data?.made;

interface SuccessProps {
  readonly made: Made;
  /** With what to log in; undefined after a reload. */
  readonly credentials: RefObject<Login | undefined>;
}

export const Success = ({ made: { workspace, billingAccount }, credentials }: SuccessProps) => {
  const t = useText();
  const { sm = true } = Grid.useBreakpoint();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const place = `/workspaces/${workspace.site}/${workspace.workspaceId}`;
  const enter = useMutation({
    mutationFn: (body: Login) => ask('POST /api/sessions', { body: { ...body, cookie: true } }),
    onSuccess: () => {
      credentials.current = undefined;
      queries.clear();
      navigate(place);
    },
  });
  const logInPlace = `/log-in?${new URLSearchParams({ next: place })}`;
  const items = [
    { key: 'name', label: t(words.workspace), children: workspace.name },
    { key: 'id', label: t(words.workspaceId), children: workspace.workspaceId },
    { key: 'site', label: t(words.site), children: siteText(workspace.site) },
    { key: 'settlement', label: t(words.settlement), children: <SettlementText settlement={workspace.settlement} /> },
    { key: 'username', label: t(words.username), children: billingAccount.username },
    { key: 'email', label: t(words.email), children: billingAccount.email },
  ];
  const login = credentials.current;
  return (
    <Result
      status="success"
      styles={{ root: { padding: 0 }, body: { padding: 0, background: 'none' } }}
      subTitle={t(words.what)(billingAccount.username)}
    >
      <Flex vertical gap={24}>
        <Descriptions
          column={1}
          layout={sm ? 'horizontal' : 'vertical'}
          bordered
          size="small"
          items={items}
          styles={{ content: { overflowWrap: 'anywhere' } }}
        />
        {enter.error && <ProblemAlert fault={enter.error} />}
        <Flex justify="center" gap={12} wrap>
          {login && (
            <Button
              type="primary"
              loading={enter.isPending}
              onClick={() => {
                if (!enter.isPending) enter.mutate(login);
              }}
            >
              {t(words.enter)}
            </Button>
          )}
          {(!login || enter.error) && (
            <LinkButton type={login ? 'default' : 'primary'} to={logInPlace}>
              {t(logIn)}
            </LinkButton>
          )}
        </Flex>
      </Flex>
    </Result>
  );
};
