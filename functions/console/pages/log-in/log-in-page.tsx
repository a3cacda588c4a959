/** Logs a person in to the Billing Center, and leads on to where they wanted to be: at once, if they are signed in already. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Form, Input, Skeleton, Typography } from 'antd';
import { useEffect } from 'react';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { type Login, login } from '../../../../shared/validation/session';
import { accountKey, ask, isRefusal } from '../api';
import {
  bodyForm,
  fieldFaultsOf,
  forgetFaults,
  labelOf,
  ruleOf,
  showAtFields,
  useFaultsInLanguage,
} from '../form/body-form';
import { language, useText } from '../language';
import { ProblemAlert } from '../problem-alert';
import { accountQuery } from '../queries';
import type { LedToLogIn } from '../shell/member-frame';
import { Page } from '../shell/page';
import { logIn, register } from '../shell/words';
import { useWish } from '../wait/use-wish';
import { WaitingAlert } from '../wait/waiting-alert';
import { nextPlace } from './next-place';

const words = {
  noAccount: { zh: '还没有账号？', en: 'No account yet?' },
  ended: { zh: '登录已过期，请重新登录。', en: 'Your session has ended: please log in again.' },
  andBack: {
    zh: '登录后会回到刚才的页面；尚未提交的内容可能需要重新填写。',
    en: 'You then come back to the page that you were at. What was not sent yet may have to be entered again.',
  },
};

export const Component = () => {
  const t = useText();
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  // Whoever was led here because they are not signed in need not be asked for again.
  const { data, error, failureCount, errorUpdateCount } = useQuery({ ...accountQuery, retryOnMount: false });
  const isSignedIn = data !== undefined && error === null;
  const place = nextPlace(parameters.get('next'), window.location.origin);
  useEffect(() => {
    if (isSignedIn) navigate(place, { replace: true });
  }, [isSignedIn, place, navigate]);
  return (
    <Page title={t(logIn)} maxWidth={420}>
      {/* While there is no answer, the form stands there too; and once there, it stays until the next page is. */}
      {errorUpdateCount + failureCount > 0 ? <LogInForm isSignedIn={isSignedIn} /> : <Skeleton active />}
    </Page>
  );
};

const LogInForm = ({ isSignedIn }: { isSignedIn: boolean }) => {
  const t = useText();
  const current = language.use();
  const [form] = Form.useForm<Login>();
  useFaultsInLanguage(form);
  const led = useLocation().state as LedToLogIn | null;
  const queries = useQueryClient();
  const enter = useWish({
    ask: async (body: Login, signal) => {
      await ask('POST /api/sessions', { body: { ...body, cookie: true }, signal });
      // What another account was shown here is not for this one.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== accountKey[0] });
      await queries.fetchQuery({ ...accountQuery, staleTime: 0 });
    },
    onAnswer: () => {},
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each fault is told once
  useEffect(() => {
    showAtFields(form, fieldFaultsOf(enter.fault));
    if (isRefusal(enter.fault, 'wrong-credentials')) form.focusField('password');
  }, [enter.fault]);
  return (
    <>
      {led?.sessionEnded && (
        <Alert type="info" showIcon role="status" title={t(words.ended)} description={t(words.andBack)} />
      )}
      <Card>
        <Form
          {...bodyForm}
          requiredMark={false}
          form={form}
          onFinish={enter.send}
          onValuesChange={(changed) => {
            forgetFaults(form, changed);
            enter.giveUp();
          }}
        >
          <Form.Item name="username" label={labelOf(['username'], current)} rules={[ruleOf(login, ['username'])]}>
            <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
          </Form.Item>
          <Form.Item name="password" label={labelOf(['password'], current)} rules={[ruleOf(login, ['password'])]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {enter.isPending && enter.waitsFor !== undefined && (
            <Form.Item>
              <WaitingAlert fault={enter.waitsFor} againAtMs={enter.againAtMs} onCancel={enter.giveUp} />
            </Form.Item>
          )}
          {enter.fault !== null && fieldFaultsOf(enter.fault).length === 0 && (
            <Form.Item>
              <ProblemAlert fault={enter.fault} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" block loading={enter.isPending || isSignedIn}>
            {t(logIn)}
          </Button>
        </Form>
      </Card>
      <Typography.Text>
        {t(words.noAccount)}{' '}
        <Link to="/register" style={{ textDecoration: 'underline' }}>
          {t(register)}
        </Link>
      </Typography.Text>
    </>
  );
};
