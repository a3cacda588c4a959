/** Asks an operator for the token, and keeps it once the API has accepted it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Form, Input, Typography } from 'antd';
import { useEffect } from 'react';
import { ask, isRefusal } from '../api';
import { bodyForm } from '../form/body-form';
import { language, useText } from '../language';
import { ProblemAlert } from '../problem-alert';
import { Page } from '../shell/page';
import { asOperator, operatorToken } from './operator-token';

const words = {
  label: { zh: '运营令牌', en: 'Operator token' },
  about: {
    zh: '这些页面仅供运营人员使用。令牌是部署时设置的 OPERATOR_TOKEN，只保存在此标签页中，关闭标签页即清除。',
    en: 'These pages are for operators. The token is the OPERATOR_TOKEN of the deployment; it is kept in this tab only, and gone when you close it.',
  },
  missing: { zh: '请输入运营令牌。', en: 'Please enter the operator token.' },
  unwritable: {
    zh: '令牌只包含可见的英文字符，不含空格，请重新复制。',
    en: 'A token has visible ASCII characters only and no spaces: please copy it again.',
  },
  wrong: { zh: '令牌不正确，请核对后重新输入。', en: 'This is not the operator token: please check it.' },
  refused: {
    zh: '令牌已不再有效，可能已被更换，请输入新的令牌。',
    en: 'The token is not accepted any more; it may have been rotated: please enter the new one.',
  },
  enter: { zh: '进入', en: 'Enter' },
};

interface TokenFormProps {
  readonly title: string;
  /** The one that was entered before was accepted no more. */
  readonly refused: boolean;
}

export const TokenForm = ({ title, refused }: TokenFormProps) => {
  const t = useText();
  const current = language.use();
  const [form] = Form.useForm<{ token: string }>();
  const queries = useQueryClient();
  const enter = useMutation({
    mutationFn: ({ token }: { token: string }) => ask('GET /api/operations/consistency', asOperator(token)),
    onSuccess: (_, { token }) => {
      queries.removeQueries({ queryKey: ['operations'] });
      operatorToken.set(token);
    },
    onError: () => form.getFieldInstance('token')?.focus(),
  });
  const isWrong = isRefusal(enter.error, 'not-signed-in');
  const wrong = isWrong ? words.wrong : refused && !form.isFieldTouched('token') ? words.refused : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language is what it follows
  useEffect(() => {
    if (wrong) form.setFields([{ name: 'token', errors: [t(wrong)] }]);
    else if (form.getFieldError('token').length > 0) form.validateFields(['token']).catch(() => {});
  }, [form, wrong, current]);
  return (
    <Page title={title} maxWidth={480}>
      <Card>
        <Typography.Paragraph>{t(words.about)}</Typography.Paragraph>
        <Form
          {...bodyForm}
          requiredMark={false}
          form={form}
          onFinish={(given) => !enter.isPending && enter.mutate(given)}
          onValuesChange={() => enter.reset()}
        >
          <Form.Item
            name="token"
            label={t(words.label)}
            normalize={(text: string) => text.trim()}
            validateTrigger={[]}
            validateFirst
            rules={[
              { required: true, message: t(words.missing) },
              { pattern: /^[\x21-\x7e]+$/, message: t(words.unwritable) },
            ]}
          >
            <Input.Password autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Form.Item>
          {enter.error && !isWrong && (
            <Form.Item>
              <ProblemAlert fault={enter.error} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" block loading={enter.isPending} style={{ marginTop: 8 }}>
            {t(words.enter)}
          </Button>
        </Form>
      </Card>
    </Page>
  );
};
