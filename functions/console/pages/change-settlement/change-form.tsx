/**
 * Changes how a workspace is paid. What is asked for is held to the state that was shown (`If-Match`): if it has changed
 * meanwhile, in another tab or by a closure, the dialog shows what it is now, keeps what was entered and asks again.
 */
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Flex, Form, Radio, Typography } from 'antd';
import { type ComponentType, useEffect, useId, useState } from 'react';
import type { WorkspaceView } from '../../../../shared/validation/answers';
import { type Settlement, type SettlementMethod, settlementMethods } from '../../../../shared/validation/settlement';
import { ask, isRefusal } from '../api';
import { bodyForm, fieldFaultsOf, forgetFaults, showAtFields, useFaultsInLanguage } from '../form/body-form';
import { useText } from '../language';
import { ProblemAlert } from '../problem-alert';
import { cloudAccountsQuery, workspaceQuery } from '../queries';
import { forgetUsed, keptArrival, proven } from '../register/arrival';
import { siteText } from '../site-text';
import { useWish } from '../wait/use-wish';
import { WaitingAlert } from '../wait/waiting-alert';
import { PayerChoice } from './payer-choice';
import { isSame, NEW_IDS, present, settlementOf, type Wanted } from './wanted';
import { WhatChanges } from './what-changes';

const words = {
  method: { zh: '结算方式', en: 'Settlement method' },
  changedMeanwhile: {
    zh: '该工作空间的结算方式刚刚在别处被更改。',
    en: 'The settlement of this workspace was changed elsewhere meanwhile.',
  },
  checkAgain: {
    zh: '下方“更改前”是最新状态。请核对后再次确认，您填写的内容都在。',
    en: 'What it is now is shown below, under From. Please check and confirm again; what you entered is still here.',
  },
  same: {
    zh: '这就是目前的结算方式，请选择其他结算方式。',
    en: 'This is how it is settled now: choose something else to change it.',
  },
  cancel: { zh: '取消', en: 'Cancel' },
  confirm: { zh: '确认', en: 'Confirm' },
  done: {
    zh: (method: string) => `结算方式已更改为${method}`,
    en: (method: string) => `The settlement was changed to ${method}`,
  },
};

/** What else a method asks for. */
const details: Readonly<Record<SettlementMethod, ComponentType | undefined>> = {
  'billing-center': undefined,
  alicloud: PayerChoice,
};

export interface ChangeFormProps {
  readonly workspace: WorkspaceView;
  /** Of the workspace as it is shown. */
  readonly etag: string | undefined;
  /** Whether the dialog that it stands in is; closing it, in whatever way, gives up what is about to be sent. */
  readonly open: boolean;
  readonly onClose: () => void;
}

export const ChangeForm = ({ workspace, etag, open, onClose }: ChangeFormProps) => {
  const t = useText();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Wanted>();
  useFaultsInLanguage(form);
  const hintId = useId();
  const [begunAt] = useState(etag);
  const [arrival] = useState(keptArrival.read);
  const { site, workspaceId, name, settlement: now } = workspace;
  const path = { site, workspaceId };

  const wish = useWish({
    ask: async (body: Settlement, signal) => {
      const headers = etag === undefined ? {} : { 'If-Match': etag };
      try {
        return await ask('PUT /api/settlements/{site}/{workspaceId}', { path, body, headers, signal });
      } catch (fault) {
        // Where an answer was lost, the same wish meets the state that it has made itself.
        if (!isRefusal(fault, 'workspace-changed')) throw fault;
        const found = await ask('GET /api/workspaces/{site}/{workspaceId}', { path, signal });
        if (!isSame(found.body.workspace.settlement, body)) throw fault;
        return found;
      }
    },
    onAnswer: ({ body, etag: next }) => {
      onClose();
      forgetUsed(body.workspace.settlement, arrival);
      message.success(t(words.done)(t(settlementMethods[body.workspace.settlement.method].name)));
      queries.setQueryData(workspaceQuery(path).queryKey, { workspace: body.workspace, etag: next });
      void queries.invalidateQueries({ queryKey: ['workspaces'] });
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each fault is told once
  useEffect(() => {
    if (isRefusal(wish.fault, 'workspace-changed')) void queries.invalidateQueries({ queryKey: ['workspaces'] });
    const faults = fieldFaultsOf(wish.fault, ['settlement']);
    if (faults.length === 0) return;
    // The list of instances may be older than the refusal.
    void queries.invalidateQueries({ queryKey: cloudAccountsQuery.queryKey });
    const entered = form.getFieldValue('payer') === NEW_IDS;
    showAtFields(form, entered ? faults : faults.map(({ message: said }) => ({ path: ['payer'], message: said })));
  }, [wish.fault]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: closing it, in whatever way, ends what it is about to send
  useEffect(() => {
    if (open) return;
    if (wish.isPending) void queries.invalidateQueries({ queryKey: ['workspaces'] });
    wish.giveUp();
  }, [open]);

  const wanted = Form.useWatch<Wanted, Wanted>((values) => values, form);
  const next = wanted && settlementOf(wanted);
  const same = next !== undefined && isSame(next, now);
  const Details = wanted && details[wanted.method];
  const send = () => {
    const wished = settlementOf(form.getFieldsValue(true));
    if (wished && !isSame(wished, now)) wish.send(proven(wished, arrival));
  };
  const untold =
    wish.fault !== null && !isRefusal(wish.fault, 'workspace-changed') && fieldFaultsOf(wish.fault).length === 0;
  return (
    <Form
      {...bodyForm}
      form={form}
      initialValues={{ accountId: arrival?.accountId, instanceId: arrival?.instanceId, ...present(now) }}
      onFinish={send}
      onValuesChange={(changed) => {
        forgetFaults(form, changed);
        wish.giveUp();
      }}
    >
      <Typography.Paragraph>
        {name} <Typography.Text type="secondary">{siteText(site)}</Typography.Text>
      </Typography.Paragraph>
      {etag !== begunAt && (
        <Form.Item>
          <Alert
            type="warning"
            showIcon
            role="alert"
            title={t(words.changedMeanwhile)}
            description={t(words.checkAgain)}
          />
        </Form.Item>
      )}
      <Form.Item name="method" label={t(words.method)} required>
        <Radio.Group>
          <Flex vertical gap={8}>
            {(Object.keys(settlementMethods) as SettlementMethod[]).map((method) => (
              <Radio key={method} value={method}>
                {t(settlementMethods[method].name)}
              </Radio>
            ))}
          </Flex>
        </Radio.Group>
      </Form.Item>
      {Details && <Details />}
      <Flex vertical gap={16}>
        {wanted && (!same || etag !== begunAt) && <WhatChanges from={now} to={next} />}
        {wish.isPending && wish.waitsFor !== undefined && (
          <WaitingAlert fault={wish.waitsFor} againAtMs={wish.againAtMs} />
        )}
        {untold && <ProblemAlert fault={wish.fault} />}
        <Flex justify="end" align="center" gap={8} wrap>
          <Typography.Text id={hintId} type="secondary" style={{ flex: '1 1 240px' }}>
            {same && t(words.same)}
          </Typography.Text>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
          <Button type="primary" htmlType="submit" disabled={same} loading={wish.isPending} aria-describedby={hintId}>
            {t(words.confirm)}
          </Button>
        </Flex>
      </Flex>
    </Form>
  );
};
