/** What a visitor is told before they begin: that a link was too old, and that whoever has an account needs no second one. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Flex } from 'antd';
import { useText } from '../language';
import { LinkButton } from '../link-button';
import { accountQuery } from '../queries';
import type { Arrival } from './arrival';

const words = {
  tooLate: { zh: '免登链接已失效', en: 'The link from the marketplace is no longer valid' },
  tooLateAdvice: {
    zh: '出于安全考虑，免登链接只在短时间内有效，且只能使用一次。请回到云市场“已购买的服务”，再次点击该实例的“免登”；也可以直接在下面注册，在第三步自行填写账号 ID 和商品实例 ID。',
    en: 'For your safety such a link is valid for a short time, and once. Please go back to Purchased Services in the marketplace and follow the link beside the instance again; or register here and enter the account ID and the product instance ID yourself in the third step.',
  },
  signedIn: {
    zh: (username: string) => `您已登录费用中心账号 ${username}`,
    en: (username: string) => `You are signed in to the Billing Center as ${username}`,
  },
  signedInAdvice: {
    zh: '无需再次注册：可以在该账号下新建工作空间，或更改已有工作空间的结算方式。',
    en: 'There is no need to register again: add a workspace to that account, or change the settlement of one that you have.',
  },
  settles: {
    zh: '更改结算方式时，选择“填写新的账号 ID 和商品实例 ID”，云市场提供的 ID 会自动填好。',
    en: 'Where you change a settlement, choose a new account ID and product instance ID: those of the marketplace are filled in for you.',
  },
  add: { zh: '新建工作空间', en: 'Add a workspace' },
  toWorkspaces: { zh: '工作空间管理', en: 'Workspace management' },
};

export const TooLate = () => {
  const t = useText();
  return <Alert type="warning" showIcon title={t(words.tooLate)} description={t(words.tooLateAdvice)} />;
};

export const SignedIn = ({ arrival }: { arrival: Arrival | undefined }) => {
  const t = useText();
  const { data: account } = useQuery(accountQuery);
  if (!account) return;
  return (
    <Alert
      type="info"
      showIcon
      title={t(words.signedIn)(account.username)}
      description={
        <Flex vertical gap={12}>
          {t(words.signedInAdvice)}
          {arrival && <div>{t(words.settles)}</div>}
          <Flex gap={8} wrap>
            <LinkButton to="/workspaces/new">{t(words.add)}</LinkButton>
            <LinkButton to="/workspaces">{t(words.toWorkspaces)}</LinkButton>
          </Flex>
        </Flex>
      }
    />
  );
};
