/** Step 2: for whom, and the agreements of the service. */
import { Checkbox, Form, Input, Typography } from 'antd';
import { registration } from '../../../../shared/validation/registration';
import { labelOf, ruleOf } from '../form/body-form';
import { language, useText } from '../language';
import { settings } from '../settings';

const words = {
  accept: { zh: '我已阅读并同意服务协议', en: 'I have read and accept the service agreement' },
  read: { zh: '阅读服务协议（在新窗口打开）', en: 'Read the service agreement (opens in a new window)' },
};

export const CompanyFields = () => {
  const t = useText();
  const current = language.use();
  const { agreementUrl } = settings;
  return (
    <>
      <Form.Item name="company" label={labelOf(['company'], current)} rules={[ruleOf(registration, ['company'])]}>
        <Input autoComplete="organization" />
      </Form.Item>
      <Form.Item
        name="agreementAccepted"
        valuePropName="checked"
        rules={[ruleOf(registration, ['agreementAccepted'])]}
        extra={
          agreementUrl && (
            <Typography.Link href={agreementUrl} target="_blank" rel="noopener">
              {t(words.read)}
            </Typography.Link>
          )
        }
      >
        <Checkbox>{t(words.accept)}</Checkbox>
      </Form.Item>
    </>
  );
};
