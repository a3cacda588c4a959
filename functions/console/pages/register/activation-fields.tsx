/**
 * What a new workspace is called and how it is settled, in the words in which the product's documentation activates one. With a
 * registration, and with a further workspace.
 */
import { ShoppingCartOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input, Radio, Typography } from 'antd';
import type { ReactNode } from 'react';
import type * as z from 'zod';
import { languages } from '../../../../shared/validation/language';
import { type SettlementMethod, settlementMethods } from '../../../../shared/validation/settlement';
import { labelOf, ruleOf } from '../form/body-form';
import { AliCloudFields } from '../help/alicloud-fields';
import { language, useText } from '../language';
import { settings } from '../settings';

const words = {
  method: { zh: '开通方式', en: 'Activation method' },
  methods: {
    alicloud: {
      name: { zh: '阿里云云市场开通', en: 'AliCloud Market Activation' },
      what: {
        zh: '费用由您的阿里云账号支付，需要先在阿里云云市场开通。',
        en: 'Your AliCloud account pays the fees. Activate the product in the AliCloud Marketplace first.',
      },
    },
    'billing-center': {
      name: { zh: '费用中心账号', en: 'Billing Center account' },
      what: {
        zh: '费用由费用中心账号支付，以后可以随时更改结算方式。',
        en: 'The Billing Center account pays the fees. You can change the settlement later.',
      },
    },
  } satisfies Record<SettlementMethod, unknown>,
  buy: {
    zh: '还没有开通？前往阿里云云市场开通（在新窗口打开）',
    en: 'Not activated yet? Activate it in the AliCloud Marketplace (opens in a new window)',
  },
  locked: {
    zh: '账号 ID 和商品实例 ID 由阿里云云市场提供，无需填写。',
    en: 'The account ID and the product instance ID come from the AliCloud Marketplace: there is nothing to enter.',
  },
  unlock: { zh: '改填其他 ID', en: 'Enter other IDs' },
};

interface ActivationFieldsProps {
  /** Of the form's values, with their `workspace` and `settlement`. */
  readonly schema: z.ZodType;
  /** The IDs came from the marketplace: they are only to be read, unless this is called. */
  readonly onUnlock?: (() => void) | undefined;
}

export const ActivationFields = ({ schema, onUnlock }: ActivationFieldsProps) => {
  const t = useText();
  const current = language.use();
  const method: unknown = Form.useWatch(['settlement', 'method'], { preserve: true });
  const field = (...path: string[]) => ({ name: path, rules: [ruleOf(schema, path)] });
  const methods = Object.keys(settlementMethods).reverse() as SettlementMethod[];
  return (
    <>
      <Form.Item {...field('settlement', 'method')}>
        <Radio.Group
          vertical
          aria-label={t(words.method)}
          options={methods.map((value) => ({
            value,
            label: (
              <>
                {t(words.methods[value].name)}
                <br />
                <Typography.Text type="secondary">{t(words.methods[value].what)}</Typography.Text>
              </>
            ),
          }))}
        />
      </Form.Item>
      <Form.Item {...field('workspace', 'name')} label={labelOf(['workspace', 'name'], current)} required>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item {...field('workspace', 'language')} label={labelOf(['workspace', 'language'], current)} required>
        <Radio.Group
          aria-label={labelOf(['workspace', 'language'], current)}
          options={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      {method === 'alicloud' && (
        <>
          {onUnlock ? <Locked onUnlock={onUnlock} /> : <Buy />}
          <AliCloudFields schema={schema} prefix={['settlement']} locked={onUnlock !== undefined} />
        </>
      )}
    </>
  );
};

const Locked = ({ onUnlock }: { onUnlock: () => void }) => {
  const t = useText();
  return (
    <Row>
      <Alert
        type="success"
        showIcon
        title={t(words.locked)}
        action={<Button onClick={onUnlock}>{t(words.unlock)}</Button>}
      />
    </Row>
  );
};

const Buy = () => {
  const t = useText();
  const { marketplaceProductUrl } = settings;
  if (marketplaceProductUrl === undefined) return;
  return (
    <Row>
      <Typography.Link href={marketplaceProductUrl} target="_blank" rel="noopener">
        <ShoppingCartOutlined aria-hidden /> {t(words.buy)}
      </Typography.Link>
    </Row>
  );
};

/** Between two fields, as far from them as they are from each other. */
const Row = ({ children }: { children: ReactNode }) => <Form.Item>{children}</Form.Item>;
