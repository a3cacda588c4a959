/**
 * A further workspace for the account that is signed in. Whoever comes from the marketplace by its log-in without a password
 * brings the two IDs along: they are filled in, and stay as they are unless others are wanted.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Form, type FormInstance, Input, Radio, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { languages } from '../../../../shared/validation/language';
import { type WorkspaceRegistration, workspaceRegistration } from '../../../../shared/validation/registration';
import { type SettlementMethod, settlement, settlementMethods } from '../../../../shared/validation/settlement';
import { type Site, sites } from '../../../../shared/validation/site';
import { ask } from '../api';
import { PayerChoice } from '../change-settlement/payer-choice';
import { NEW_IDS, settlementOf, type Wanted } from '../change-settlement/wanted';
import {
  bodyForm,
  type FieldFault,
  fieldFaultsOf,
  forgetFaults,
  labelOf,
  ruleOf,
  showAtFields,
  useFaultsInLanguage,
} from '../form/body-form';
import { AliCloudFields } from '../help/alicloud-fields';
import { keptInTab } from '../kept-in-tab';
import { language, useText } from '../language';
import { LinkButton } from '../link-button';
import { ProblemAlert } from '../problem-alert';
import { accountQuery, cloudAccountsQuery } from '../queries';
import { type Arrival, forgetUsed, keptArrival, proofFor, proven } from '../register/arrival';
import { Page } from '../shell/page';
import { siteText } from '../site-text';
import { useWish } from '../wait/use-wish';
import { WaitingAlert } from '../wait/waiting-alert';
import { createWishKey } from '../wait/wish-key';
import { withKey } from '../wait/with-key';
import { furtherDraft } from './further-draft';
import { workspaceAddress } from './place';
import * as word from './words';

const words = {
  locked: {
    zh: '账号 ID 和商品实例 ID 由阿里云云市场提供，无需填写。',
    en: 'The account ID and the product instance ID come from the AliCloud Marketplace: there is nothing to enter.',
  },
  unlock: { zh: '改用其他商品实例', en: 'Use another instance' },
  chooseSite: { zh: '请选择', en: 'Please choose' },
  create: { zh: '创建', en: 'Create' },
  cancel: { zh: '取消', en: 'Cancel' },
};

/** The form’s values: who pays is asked for as when it is changed. */
interface Values extends Wanted {
  readonly site?: string;
  readonly workspace: { readonly name?: string; readonly language: string };
}

const wishKey = createWishKey(keptInTab('further-workspace-key'));

export const Component = () => {
  const t = useText();
  const current = language.use();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const username = useQuery(accountQuery).data?.username;
  const [arrival, setArrival] = useState(keptArrival.read);
  const [begun] = useState(() => furtherDraft.read(username));
  const [form] = Form.useForm<Values>();
  useFaultsInLanguage(form);

  const wish = useWish({
    ask: async (body: WorkspaceRegistration, signal) => {
      const send = (key: string) =>
        ask('POST /api/registrations/workspaces', { body, headers: { 'Idempotency-Key': key }, signal });
      return (await withKey(wishKey, body, send)).body.workspace;
    },
    onAnswer: (workspace) => {
      wishKey.forget();
      furtherDraft.forget();
      forgetUsed(workspace.settlement, arrival);
      void queries.invalidateQueries({ queryKey: ['workspaces'] });
      navigate(workspaceAddress(workspace), { replace: true });
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each fault is told once, where the fields can be focused again
  useEffect(() => {
    if (wish.fault === null) return;
    // The list of instances may be older than the refusal.
    void queries.invalidateQueries({ queryKey: cloudAccountsQuery.queryKey });
    showAtFields(form, faultsIn(form, wish.fault));
  }, [wish.fault]);
  const send = () => {
    const body = workspaceRegistration.safeParse(bodyOf(form.getFieldsValue(true), arrival)).data;
    if (body) wish.send(body);
  };
  const unlock = () => {
    keptArrival.forget();
    setArrival(undefined);
    form.setFieldValue('payer', undefined);
    form.setFieldsValue({ accountId: '', instanceId: '' });
  };
  const method = Form.useWatch('method', form);
  const field = (...path: string[]) => ({
    name: path,
    label: labelOf(path, current),
    required: true,
    rules: [ruleOf(workspaceRegistration, path)],
  });
  return (
    <Page title={t(word.newWorkspace)} maxWidth={640}>
      <Card>
        <Form
          {...bodyForm}
          form={form}
          initialValues={{
            workspace: { language: current },
            method: 'alicloud',
            ...begun,
            ...(arrival && arrived(arrival, begun)),
          }}
          disabled={wish.isPending}
          onValuesChange={(changed) => {
            forgetFaults(form, changed);
            furtherDraft.write(username, form.getFieldsValue(true));
          }}
          onFinish={send}
        >
          <Form.Item {...field('site')}>
            <Select
              placeholder={t(words.chooseSite)}
              virtual={false}
              options={Object.keys(sites).map((site) => ({ value: site, label: siteText(site as Site) }))}
            />
          </Form.Item>
          <Form.Item {...field('workspace', 'name')}>
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item {...field('workspace', 'language')}>
            <Radio.Group options={Object.entries(languages).map(([value, label]) => ({ value, label }))} />
          </Form.Item>
          <Form.Item name="method" label={labelOf(['settlement', 'method'], current)} required>
            <Radio.Group
              vertical
              options={methods.map((value) => ({ value, label: t(settlementMethods[value].name) }))}
            />
          </Form.Item>
          {method === 'alicloud' && (arrival ? <Locked onUnlock={unlock} /> : <PayerChoice />)}
          <Flex vertical gap={16}>
            {wish.isPending && wish.waitsFor !== undefined && (
              <WaitingAlert fault={wish.waitsFor} againAtMs={wish.againAtMs} onCancel={wish.giveUp} />
            )}
            {wish.fault !== null && faultsIn(form, wish.fault).length === 0 && <ProblemAlert fault={wish.fault} />}
            <Flex justify="end" gap={8}>
              <LinkButton to="/workspaces">{t(words.cancel)}</LinkButton>
              <Button type="primary" htmlType="submit" loading={wish.isPending}>
                {t(words.create)}
              </Button>
            </Flex>
          </Flex>
        </Form>
      </Card>
    </Page>
  );
};

const methods = Object.keys(settlementMethods).reverse() as SettlementMethod[];

/** What was chosen since it came stands; before, another method may have been. */
const arrived = (arrival: Arrival, begun: Partial<Values> = {}): Partial<Values> => ({
  payer: NEW_IDS,
  accountId: arrival.accountId,
  instanceId: arrival.instanceId,
  ...(!proofFor(begun, arrival).proof && { method: 'alicloud' }),
});

const bodyOf = ({ site, workspace, ...wanted }: Values, arrival: Arrival | undefined): unknown => {
  const wished = settlementOf(wanted);
  return { site, workspace, settlement: wished && proven(wished, arrival) };
};

/** What is said of an instance that was picked is shown where it was picked. */
const faultsIn = (form: FormInstance<Values>, fault: unknown): readonly FieldFault[] => {
  const picked = form.getFieldValue('payer') !== NEW_IDS;
  return fieldFaultsOf(fault, ['settlement']).map(({ path, message }) => ({
    path: picked && ids.some((id) => id === path[0]) ? ['payer'] : path,
    message,
  }));
};
const ids = ['accountId', 'instanceId'];

const Locked = ({ onUnlock }: { onUnlock: () => void }) => {
  const t = useText();
  return (
    <>
      <Form.Item>
        <Alert
          type="success"
          showIcon
          title={t(words.locked)}
          action={<Button onClick={onUnlock}>{t(words.unlock)}</Button>}
        />
      </Form.Item>
      <AliCloudFields schema={settlement} prefix={[]} locked />
    </>
  );
};
