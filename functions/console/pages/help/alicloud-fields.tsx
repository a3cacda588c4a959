/** The two numbers that AliCloud account settlement needs, each with the help that finds it. */
import { LockOutlined } from '@ant-design/icons';
import { Button, Flex, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type * as z from 'zod';
import { accountId } from '../../../../shared/validation/account-id';
import { type FieldPath, labelOf, ruleOf } from '../form/body-form';
import { language, useText } from '../language';
import { AccountIdHelp } from './account-id-help';
import { InstanceIdHelp } from './instance-id-help';

const words = {
  use: { zh: (id: string) => `改用 ${id}`, en: (id: string) => `Use ${id}` },
  locked: { zh: '由云市场提供，不能修改', en: 'From the marketplace: read only' },
};

interface AliCloudFieldsProps {
  /** Of the form's values. */
  readonly schema: z.ZodType;
  /** The settlement's place in them; empty where they are a settlement. */
  readonly prefix: FieldPath;
  /** They came from the marketplace and are only to be read. */
  readonly locked?: boolean;
}

export const AliCloudFields = ({ schema, prefix, locked = false }: AliCloudFieldsProps) => {
  const t = useText();
  const current = language.use();
  const accountPath = [...prefix, 'accountId'];
  const instancePath = [...prefix, 'instanceId'];
  const digits = {
    inputMode: 'numeric',
    autoComplete: 'off',
    spellCheck: false,
    readOnly: locked,
    variant: locked ? 'borderless' : 'outlined',
  } as const;
  const below = (help: ReactNode) =>
    locked ? (
      <>
        <LockOutlined aria-hidden /> {t(words.locked)}
      </>
    ) : (
      help
    );
  return (
    <>
      <Form.Item
        name={accountPath}
        label={labelOf(accountPath, current)}
        required
        rules={[ruleOf(schema, accountPath)]}
        extra={below(
          <Flex wrap gap="0 16px">
            <AccountIdHelp />
            <SuggestedId path={accountPath} />
          </Flex>,
        )}
      >
        <Input {...digits} />
      </Form.Item>
      <Form.Item
        name={instancePath}
        label={labelOf(instancePath, current)}
        required
        rules={[ruleOf(schema, instancePath)]}
        extra={below(<InstanceIdHelp />)}
      >
        <Input {...digits} />
      </Form.Item>
    </>
  );
};

/** The digits of a RAM user's log-in name, to be taken with a click: they may be the main account's ID, or any other name. */
const SuggestedId = ({ path }: { path: FieldPath }) => {
  const t = useText();
  const form = Form.useFormInstance();
  const written: unknown = Form.useWatch([...path], form);
  const [issue] = accountId.safeParse(written).error?.issues ?? [];
  const suggestion: unknown = issue?.code === 'custom' ? issue.params?.suggestion : undefined;
  if (typeof suggestion !== 'string') return;
  const take = () => {
    form.setFieldValue([...path], suggestion);
    form.validateFields([[...path]]).catch(() => {});
    form.focusField([...path]);
  };
  return (
    <Button size="small" onClick={take}>
      {t(words.use)(suggestion)}
    </Button>
  );
};
