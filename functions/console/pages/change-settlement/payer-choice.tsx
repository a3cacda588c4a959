/** Which instance at AliCloud is to pay: one that is registered here already, or another, by its two IDs. */
import { useQuery } from '@tanstack/react-query';
import { Flex, Form, Radio, Skeleton, Typography } from 'antd';
import { useEffect } from 'react';
import { settlement } from '../../../../shared/validation/settlement';
import { type CloudAccount, type Instance, InstanceStatus } from '../cloud-accounts/instance-status';
import { refusalAt } from '../form/body-form';
import { AliCloudFields } from '../help/alicloud-fields';
import { useText } from '../language';
import { ProblemAlert } from '../problem-alert';
import { cloudAccountsQuery } from '../queries';
import { settings } from '../settings';
import { NEW_IDS, payerKey, type Wanted } from './wanted';

const words = {
  payer: { zh: '付费的商品实例', en: 'Product instance that pays' },
  required: { zh: '请选择付费的商品实例。', en: 'Please choose the product instance that is to pay.' },
  ids: {
    zh: (accountId: string, instanceId: string) => `商品实例 ID ${instanceId}（账号 ID ${accountId}）`,
    en: (accountId: string, instanceId: string) => `Product instance ID ${instanceId} (account ID ${accountId})`,
  },
  newIds: { zh: '填写新的账号 ID 和商品实例 ID', en: 'A new account ID and product instance ID' },
  activate: {
    zh: '还没有商品实例？前往云市场开通',
    en: 'No product instance yet? Activate one at the marketplace first',
  },
  cannotPay: {
    overdue: {
      zh: '该商品实例已欠费，结清欠款后才能选择。',
      en: 'This instance is overdue: it can be chosen once what is owed is paid.',
    },
    closed: {
      zh: '该商品实例已被关闭，请选择其他商品实例。',
      en: 'This instance was closed meanwhile: please choose another one.',
    },
  },
};

/** Why a workspace cannot be bound to it. One that is being opened can be chosen: the change then waits for it. */
const hindranceOf = ({ status }: Instance) =>
  status === 'overdue'
    ? words.cannotPay.overdue
    : status === 'closing' || status === 'closed'
      ? words.cannotPay.closed
      : undefined;

interface Registered {
  readonly key: string;
  readonly accountId: string;
  readonly instance: Instance;
}

const registeredIn = (cloudAccounts: readonly CloudAccount[]): Registered[] =>
  cloudAccounts.flatMap(({ accountId, instances }) =>
    instances.map((instance) => ({
      key: payerKey({ accountId, instanceId: instance.instanceId }),
      accountId,
      instance,
    })),
  );

export const PayerChoice = () => {
  const t = useText();
  const form = Form.useFormInstance<Wanted>();
  const query = useQuery(cloudAccountsQuery);
  const chosen = Form.useWatch('payer', form);
  const registered = query.data && registeredIn(query.data);
  // Closed ones are offered no more; one that was chosen before it was closed stays in sight, to say so.
  const offered = registered?.filter(
    ({ key, instance: { status } }) => key === chosen || (status !== 'closing' && status !== 'closed'),
  );
  const hindrance = offered?.filter(({ key }) => key === chosen).map(({ instance }) => hindranceOf(instance))[0];
  const nothingOffered = offered?.length === 0;
  useEffect(() => {
    if (nothingOffered) form.setFieldValue('payer', NEW_IDS);
  }, [form, nothingOffered]);
  // Told at once, not only when it is sent.
  useEffect(() => {
    if (hindrance && form.isFieldTouched('payer')) form.validateFields(['payer']).catch(() => {});
  }, [form, hindrance]);

  if (!offered) {
    return query.error ? <ProblemAlert fault={query.error} onAgain={() => query.refetch()} /> : <Skeleton active />;
  }
  return (
    <>
      <Form.Item
        name="payer"
        label={t(words.payer)}
        required
        hidden={nothingOffered}
        rules={[
          {
            validator: async (_rule, value: unknown) => {
              if (value === undefined) throw new Error(t(words.required));
              if (hindrance) throw new Error(t(hindrance));
              const refusal = refusalAt(form, ['payer']);
              if (refusal) throw new Error(refusal.message);
            },
          },
        ]}
      >
        <Radio.Group style={{ maxHeight: 240, overflowY: 'auto', width: '100%' }}>
          <Flex vertical gap={8}>
            {offered.map(({ key, accountId, instance }) => (
              <Radio key={key} value={key} disabled={key !== chosen && hindranceOf(instance) !== undefined}>
                {t(words.ids)(accountId, instance.instanceId)} <InstanceStatus status={instance.status} />
              </Radio>
            ))}
            <Radio value={NEW_IDS}>{t(words.newIds)}</Radio>
          </Flex>
        </Radio.Group>
      </Form.Item>
      {chosen === NEW_IDS && (
        <>
          <AliCloudFields schema={settlement} prefix={[]} />
          {settings.marketplaceProductUrl && (
            <Form.Item>
              <Typography.Link href={settings.marketplaceProductUrl} target="_blank" rel="noopener">
                {t(words.activate)}
              </Typography.Link>
            </Form.Item>
          )}
        </>
      )}
    </>
  );
};
