/**
 * One form over all steps, whose values are the body to send; what is entered in one step stays while another is shown. A step
 * is left once its own fields are right; what the API refuses leads back to the step that can mend it.
 */
import { Alert, Button, Checkbox, Flex, Form, type FormInstance } from 'antd';
import { type MouseEvent, useEffect, useState } from 'react';
import { faultsOf } from '../../../../shared/validation/faults';
import { type Registration, registration } from '../../../../shared/validation/registration';
import { ask, isRefusal } from '../api';
import {
  bodyForm,
  type FieldFault,
  fieldFaultsOf,
  forgetFaults,
  showAtFields,
  useFaultsInLanguage,
} from '../form/body-form';
import { keptInTab } from '../kept-in-tab';
import { language, useText } from '../language';
import { LinkButton } from '../link-button';
import { ProblemAlert } from '../problem-alert';
import { logIn } from '../shell/words';
import { useWish } from '../wait/use-wish';
import { WaitingAlert } from '../wait/waiting-alert';
import { createWishKey } from '../wait/wish-key';
import { ActivationFields } from './activation-fields';
import type { useArrival } from './arrival';
import { BasicFields } from './basic-fields';
import { CompanyFields } from './company-fields';
import { bodyOf, type Draft, draft } from './draft';
import { firstStepOf, steps } from './steps';
import type { Made } from './success';
import type { useStep } from './use-step';

const words = {
  restored: {
    zh: '您填写的内容已恢复；出于安全考虑，密码不会保存，请重新填写。',
    en: 'What you entered is back. For your safety the password is never kept: please enter it again.',
  },
  fromMarketplace: {
    zh: '您正从阿里云云市场开通：账号 ID 和商品实例 ID 会在第三步自动填好。',
    en: 'You come from the AliCloud Marketplace: the account ID and the product instance ID will be filled in for you in the third step.',
  },
  charge: {
    alicloud: {
      zh: '我同意该工作空间的费用由上述阿里云账号支付',
      en: 'I agree that the AliCloud account above pays the fees of this workspace',
    },
    'billing-center': {
      zh: '我同意该工作空间的费用由我的费用中心账号支付',
      en: 'I agree that my Billing Center account pays the fees of this workspace',
    },
  },
  chargeLacks: {
    zh: '请先同意由谁支付该工作空间的费用。',
    en: 'Please agree to who pays the fees of this workspace to go on.',
  },
  madeBefore: {
    zh: '此账号可能刚刚已创建成功，请用首次填写的密码登录。',
    en: 'The account may just have been created: please log in with the password that you entered first.',
  },
  back: { zh: '上一步', en: 'Back' },
  next: { zh: '下一步', en: 'Next' },
  activate: { zh: '开通', en: 'Activate' },
};

const empty: Draft = {
  agreementAccepted: false,
  settlement: { method: 'alicloud' },
  activation: { agreementAccepted: false },
};

const wishKey = createWishKey(keptInTab('registration-key'));

interface RegistrationFormProps {
  readonly place: ReturnType<typeof useStep>;
  readonly arrival: ReturnType<typeof useArrival>;
  readonly onMade: (made: Made, wanted: Registration) => void;
}

export const RegistrationForm = ({ place, arrival: { arrival, isNew, forget }, onMade }: RegistrationFormProps) => {
  const t = useText();
  const current = language.use();
  const { step, next, previous, go, back } = place;
  const [form] = Form.useForm<Draft>();
  useFaultsInLanguage(form);
  const [begun] = useState(draft.read);
  const [told, setTold] = useState<readonly FieldFault[]>([]);

  const wish = useWish({
    ask: async (wanted: Registration, signal) => {
      const headers = { 'Idempotency-Key': wishKey.of(wanted) };
      const { body } = await ask('POST /api/registrations', { body: wanted, headers, signal });
      return { made: body, wanted };
    },
    onAnswer: ({ made, wanted }) => {
      wishKey.forget();
      draft.forget();
      forget();
      onMade(made, wanted);
    },
    onFault: (fault) => tell(fieldFaultsOf(fault)),
  });
  const tell = (faults: readonly FieldFault[]) => {
    const to = firstStepOf(faults);
    setTold(faults);
    if (to && to !== step) go(to);
  };
  useEffect(() => {
    if (!arrival) return;
    const { accountId, instanceId } = arrival;
    const ids = { accountId, instanceId };
    form.setFieldsValue({ settlement: isNew ? { ...ids, method: 'alicloud' } : ids });
    if (isNew) draft.write(valuesOf(form));
  }, [form, arrival, isNew]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is what it follows
  useEffect(() => {
    const lacking = firstStepOf(faultsIn(bodyOf(valuesOf(form), undefined)));
    if (lacking && steps.indexOf(lacking) < steps.indexOf(step)) go(lacking, { replace: true });
  }, [step]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a fault is shown once its step is there
  useEffect(() => {
    if (told.length > 0 && showAtFields(form, told)) setTold([]);
  }, [form, told, step]);

  const goOn = () => {
    if (next) return go(next);
    const body = bodyOf(valuesOf(form), arrival);
    return body.success ? wish.send(body.data) : tell(faultsIn(body));
  };
  const unlock = () => {
    forget();
    form.setFieldsValue({ settlement: { accountId: '', instanceId: '' } });
    form.focusField(['settlement', 'accountId']);
  };
  return (
    <Form
      {...bodyForm}
      form={form}
      initialValues={{ ...empty, workspace: { language: current }, ...begun }}
      onValuesChange={(changed) => {
        forgetFaults(form, changed);
        draft.write(valuesOf(form));
      }}
      onFinish={goOn}
      disabled={wish.isPending}
    >
      {step === 'basic' && <Hints form={form} isRestored={begun !== undefined} isArrival={arrival !== undefined} />}
      {step === 'basic' && <BasicFields />}
      {step === 'company' && <CompanyFields />}
      {step === 'activation' && (
        <>
          <ActivationFields schema={registration} onUnlock={arrival && unlock} />
          <ChargeAgreement />
        </>
      )}
      <Flex vertical gap={16}>
        {wish.isPending && wish.waitsFor !== undefined && (
          <WaitingAlert fault={wish.waitsFor} againAtMs={wish.againAtMs} onCancel={wish.giveUp} />
        )}
        {step === 'activation' && wish.fault !== null && !firstStepOf(fieldFaultsOf(wish.fault)) && (
          <NotRegistered fault={wish.fault} />
        )}
        <Flex justify="space-between" gap={12}>
          {previous && <Button {...once(() => back(previous))}>{t(words.back)}</Button>}
          <Button
            {...once()}
            type="primary"
            htmlType="submit"
            loading={wish.isPending}
            style={{ marginInlineStart: 'auto' }}
          >
            {t(next ? words.next : words.activate)}
          </Button>
        </Flex>
      </Flex>
    </Form>
  );
};

/** A key that was used up with another password: the account was made, and its answer lost. Another key could not make it. */
const NotRegistered = ({ fault }: { fault: unknown }) => {
  const t = useText();
  if (!isRefusal(fault, 'idempotency-key-reused')) return <ProblemAlert fault={fault} />;
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t(words.madeBefore)}
      action={<LinkButton to="/log-in">{t(logIn)}</LinkButton>}
    />
  );
};

const valuesOf = (form: FormInstance<Draft>): Draft => form.getFieldsValue(true);

const faultsIn = ({ error }: ReturnType<typeof bodyOf>): FieldFault[] =>
  error
    ? faultsOf(error, language.get()).map(({ path, message }) => ({ path: path.split('/').slice(1), message }))
    : [];

/** The second click of a double click would meet the button of the next step. */
const once = (act?: () => void) => ({
  onClick: (event: MouseEvent) => (event.detail > 1 ? event.preventDefault() : act?.()),
});

interface HintsProps {
  readonly form: FormInstance<Draft>;
  readonly isRestored: boolean;
  readonly isArrival: boolean;
}

const Hints = ({ form, isRestored, isArrival }: HintsProps) => {
  const t = useText();
  const password = Form.useWatch('password', { form, preserve: true });
  const hints = [...(isArrival ? [words.fromMarketplace] : []), ...(isRestored && !password ? [words.restored] : [])];
  return hints.map((hint) => (
    <Form.Item key={hint.en}>
      <Alert type="info" showIcon title={t(hint)} />
    </Form.Item>
  ));
};

/** The agreement that stands beside Activate: who pays. */
const ChargeAgreement = () => {
  const t = useText();
  const method: unknown = Form.useWatch(['settlement', 'method'], { preserve: true });
  const agreed = async (_rule: unknown, value: unknown) => {
    if (value !== true) throw new Error(t(words.chargeLacks));
  };
  return (
    <Form.Item name={['activation', 'agreementAccepted']} valuePropName="checked" rules={[{ validator: agreed }]}>
      <Checkbox>{t(method === 'alicloud' ? words.charge.alicloud : words.charge['billing-center'])}</Checkbox>
    </Form.Item>
  );
};
