/**
 * Where the account ID is found: in the AliCloud console, behind the picture at the top right. What a RAM user sees there is
 * a log-in name, `user@alias.onaliyun.com`, whose alias is the main account's ID unless it was changed. (Alibaba Cloud:
 * "View your Alibaba Cloud account ID", "RAM user logon".)
 */
import { Flex, Typography } from 'antd';
import { useText } from '../language';
import { Drawing, Mark, useInk } from './drawing';
import { HelpButton } from './help-button';

const words = {
  question: { zh: '账号 ID 在哪里找？', en: 'Where do I find the account ID?' },
  main: { zh: '使用主账号时', en: 'With the main account' },
  mainHow: {
    zh: '登录阿里云控制台，点击右上角的头像，复制其中的“账号 ID”：它是主账号的 UID，共 16 位数字（少数为 14 位）。',
    en: 'Log in to the AliCloud console, click the picture at the top right and copy the account ID. It is the UID of the main account and has 16 digits, rarely 14.',
  },
  ram: { zh: '使用 RAM 用户时', en: 'As a RAM user' },
  ramHow: {
    zh: '这里需要的是主账号的 ID，而不是 RAM 用户自己的 18 位 ID。RAM 用户登录名中 @ 后的数字通常就是它；如果 @ 后是一个名称，请向主账号的持有者索取。',
    en: 'What is needed is the ID of the main account, not your own ID of 18 digits. The digits after @ in your log-in name usually are it. If a name stands there instead, please ask whoever holds the main account.',
  },
  console: { zh: '阿里云控制台', en: 'AliCloud console' },
  accountId: { zh: '账号 ID', en: 'Account ID' },
  mainAccount: { zh: '主账号', en: 'Main account' },
  leave: { zh: '退出登录', en: 'Log out' },
  loginName: { zh: 'RAM 用户登录名', en: 'RAM user log-in name' },
  here: { zh: '主账号的账号 ID', en: 'The main account’s ID' },
  menuTitle: {
    zh: '示意图：阿里云控制台右上角的头像菜单，账号 ID 显示在主账号下方。',
    en: 'Drawing: the menu behind the picture at the top right of the AliCloud console; the account ID stands below the main account.',
  },
  loginTitle: {
    zh: '示意图：RAM 用户登录名 user@1234567890123456.onaliyun.com，@ 后的 16 位数字是主账号的账号 ID。',
    en: 'Drawing: the log-in name user@1234567890123456.onaliyun.com of a RAM user; the 16 digits after @ are the main account’s ID.',
  },
};

export const AccountIdHelp = () => {
  const t = useText();
  return (
    <HelpButton question={t(words.question)}>
      <Flex vertical gap={12}>
        <Typography.Title level={3} style={{ margin: '8px 0 0', fontSize: 16 }}>
          {t(words.main)}
        </Typography.Title>
        <Typography.Text>{t(words.mainHow)}</Typography.Text>
        <AvatarMenu />
        <Typography.Title level={3} style={{ margin: '12px 0 0', fontSize: 16 }}>
          {t(words.ram)}
        </Typography.Title>
        <Typography.Text>{t(words.ramHow)}</Typography.Text>
        <LoginName />
      </Flex>
    </HelpButton>
  );
};

const AvatarMenu = () => {
  const t = useText();
  const { surface, line, paper, text, quiet, mark } = useInk();
  return (
    <Drawing title={t(words.menuTitle)} width={320} height={170}>
      <path d="M1 40h318" stroke={line} />
      <text x="14" y="25" fill={text} fontWeight="600">
        {t(words.console)}
      </text>
      <rect x="170" y="13" width="80" height="14" rx="7" fill={surface} />
      <circle cx="292" cy="20" r="13" fill={surface} stroke={mark} strokeWidth="2" />
      <circle cx="292" cy="16" r="4" fill={quiet} />
      <path d="M284 27a8 6 0 0 1 16 0" fill={quiet} />
      <rect x="14" y="56" width="36" height="10" rx="5" fill={surface} />
      <rect x="14" y="78" width="26" height="10" rx="5" fill={surface} />
      <rect x="14" y="100" width="32" height="10" rx="5" fill={surface} />
      <rect x="66" y="48" width="242" height="110" rx="8" fill={paper} stroke={line} />
      <text x="80" y="71" fill={text} fontWeight="600">
        acme-cloud
      </text>
      <text x="294" y="71" fill={quiet} textAnchor="end">
        {t(words.mainAccount)}
      </text>
      <Mark x={72} y={82} width={230} height={32} />
      <text x="80" y="103" fill={text}>
        {t(words.accountId)}
      </text>
      <text x="294" y="103" fill={text} textAnchor="end" fontWeight="600">
        1234567890123456
      </text>
      <path d="M66 124h242" stroke={line} />
      <text x="80" y="146" fill={quiet}>
        {t(words.leave)}
      </text>
    </Drawing>
  );
};

const LoginName = () => {
  const t = useText();
  const { text, quiet, markText } = useInk();
  return (
    <Drawing title={t(words.loginTitle)} width={320} height={102}>
      <text x="14" y="25" fill={quiet}>
        {t(words.loginName)}
      </text>
      <Mark x={56} y={36} width={148} height={32} />
      <text x="50" y="57" fill={text} textAnchor="end">
        user@
      </text>
      <text x="130" y="57" fill={text} fontWeight="600" textAnchor="middle" textLength="132">
        1234567890123456
      </text>
      <text x="210" y="57" fill={text}>
        .onaliyun.com
      </text>
      <text x="130" y="88" fill={markText} textAnchor="middle">
        {t(words.here)}
      </text>
    </Drawing>
  );
};
