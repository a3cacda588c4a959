/** Logs a person in to the Billing Center, and leads on to where they wanted to be. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Form, Input, Typography } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { type Login, login } from '../../../../shared/validation/session';
import { ask } from '../api';
import { bodyForm, fieldFaultsOf, labelOf, ruleOf, showAtFields, useFaultsInLanguage } from '../form/body-form';
import { language, useText } from '../language';
import { ProblemAlert } from '../problem-alert';
import { Page } from '../shell/page';
import { logIn, register } from '../shell/words';

const words = {
  noAccount: { zh: '还没有账号？', en: 'No account yet?' },
};

/** Only a place of our own: a link could name any address to lead people on to. */
const placeOf = (next: string | null): string =>
  next?.startsWith('/') && !/^\/[/\\]/.test(next) ? next : '/workspaces';

export const Component = () => {
  const t = useText();
  const current = language.use();
  const [form] = Form.useForm<Login>();
  useFaultsInLanguage(form);
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const enter = useMutation({
    mutationFn: (body: Login) => ask('POST /api/sessions', { body: { ...body, cookie: true } }),
    onSuccess: () => {
      queries.clear();
      navigate(placeOf(parameters.get('next')), { replace: true });
    },
    onError: (fault) => showAtFields(form, fieldFaultsOf(fault)),
  });
  return (
    <Page title={t(logIn)} maxWidth={420}>
      <Card>
        <Form
          {...bodyForm}
          requiredMark={false}
          form={form}
          onFinish={(body) => enter.mutate(body)}
          disabled={enter.isPending}
        >
          <Form.Item name="username" label={labelOf(['username'], current)} rules={[ruleOf(login, ['username'])]}>
            <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
          </Form.Item>
          <Form.Item name="password" label={labelOf(['password'], current)} rules={[ruleOf(login, ['password'])]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {enter.error && fieldFaultsOf(enter.error).length === 0 && (
            <Form.Item>
              <ProblemAlert fault={enter.error} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" block loading={enter.isPending}>
            {t(logIn)}
          </Button>
        </Form>
      </Card>
      <Typography.Text>
        {t(words.noAccount)} <Link to="/register">{t(register)}</Link>
      </Typography.Text>
    </Page>
  );
};
