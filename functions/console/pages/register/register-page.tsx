/** Registers a customer, in the documented steps: basic information, company and agreements, activation method, success. */
import { Card, Grid, Steps } from 'antd';
import { useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { Login } from '../../../../shared/validation/session';
import { useText } from '../language';
import { Page } from '../shell/page';
import { register } from '../shell/words';
import { useArrival } from './arrival';
import { SignedIn, TooLate } from './arrival-alerts';
import { RegistrationForm } from './registration-form';
import { StepHeading } from './step-heading';
import { steps } from './steps';
import { madeOf, Success } from './success';
import { useStep } from './use-step';

const titles = {
  basic: { zh: '基本信息', en: 'Basic information' },
  company: { zh: '公司与协议', en: 'Company and agreements' },
  activation: { zh: '开通方式', en: 'Activation method' },
  success: { zh: '注册成功', en: 'Success' },
};
const shown = [...steps, 'success'] as const;

export const Component = () => {
  const t = useText();
  const { sm = true } = Grid.useBreakpoint();
  const { state } = useLocation();
  const navigate = useNavigate();
  const place = useStep();
  const arrival = useArrival();
  const credentials = useRef<Login>(undefined);
  const made = madeOf(state);
  const step = made ? 'success' : place.step;
  return (
    <Page title={t(register)} maxWidth={720}>
      {!made && arrival.isTooLate && <TooLate />}
      {!made && <SignedIn arrival={arrival.arrival} />}
      <Card>
        <Steps
          current={shown.indexOf(step)}
          {...(made && { status: 'finish' })}
          // Where there is no room for all of them, the heading below names the step.
          items={shown.map((key) => ({ key, title: sm && t(titles[key]) }))}
          size="small"
          responsive={false}
          titlePlacement="vertical"
          style={{ marginBottom: 24 }}
        />
        <StepHeading step={step}>{t(titles[step])}</StepHeading>
        {made ? (
          <Success made={made} credentials={credentials} />
        ) : (
          <RegistrationForm
            place={place}
            arrival={arrival}
            onMade={(registered, { username, password }) => {
              credentials.current = { username, password };
              navigate({ search: 'step=success' }, { replace: true, state: { made: registered } });
            }}
          />
        )}
      </Card>
    </Page>
  );
};
