/** Step 1: where the account's first workspace is, and who holds the account. */
import { Form, Input, Select } from 'antd';
import { registration } from '../../../../shared/validation/registration';
import { type Site, sites } from '../../../../shared/validation/site';
import { labelOf, ruleOf } from '../form/body-form';
import { language, useText } from '../language';
import { siteText } from '../site-text';

const words = {
  regions: {
    mainland: { zh: '中国大陆（人民币计费）', en: 'Mainland China (billed in CNY)' },
    international: { zh: '中国香港及海外（美元计费）', en: 'Hong Kong and overseas (billed in USD)' },
  },
  site: {
    zh: '工作空间及其数据存放的位置；以后可以在任何站点新建工作空间。',
    en: 'Where the workspace and its data are kept. Further workspaces may be at any site.',
  },
  chooseSite: { zh: '请选择', en: 'Please choose' },
  username: {
    zh: '用于登录费用中心，全局唯一，注册后不能修改；可用英文字母、数字和 . _ @ -，3 至 64 个字符。',
    en: 'To log in to the Billing Center. It is unique and can never be changed: 3 to 64 letters, digits and . _ @ -',
  },
  password: {
    zh: '8 至 128 个字符，任何字符都可以，也可以使用空格；请不要使用容易猜到的密码。',
    en: '8 to 128 characters, of any kind, spaces included; nothing that is easy to guess.',
  },
  email: {
    zh: '通知会发送到这里，例如工作空间的结算方式发生变化时。',
    en: 'Notices go here, for instance when the settlement of a workspace changes.',
  },
};

const siteGroups = ['mainland', 'international'] as const;

export const BasicFields = () => {
  const t = useText();
  const current = language.use();
  const field = (member: string) => ({
    name: member,
    label: labelOf([member], current),
    rules: [ruleOf(registration, [member])],
  });
  const options = siteGroups.map((region) => ({
    label: t(words.regions[region]),
    options: (Object.keys(sites) as Site[])
      .filter((site) => sites[site].region === region)
      .map((site) => ({ value: site, label: siteText(site) })),
  }));
  return (
    <>
      <Form.Item {...field('site')} required extra={t(words.site)}>
        <Select options={options} placeholder={t(words.chooseSite)} listHeight={400} virtual={false} />
      </Form.Item>
      <Form.Item {...field('username')} required extra={t(words.username)}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item {...field('password')} required extra={t(words.password)}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item {...field('email')} required extra={t(words.email)}>
        <Input inputMode="email" autoComplete="email" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item {...field('phone')}>
        <Input type="tel" autoComplete="tel" />
      </Form.Item>
    </>
  );
};
