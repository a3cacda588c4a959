/** The mails that are owed and not sent, and what was wrong with them. */
import { Alert, Flex } from 'antd';
import { useText } from '../language';
import { numberText, timeText } from '../times';
import { mailWords, wordsOf } from './kind-words';
import { type Column, Listing } from './listing';
import { NextStep } from './next-step';
import { nextOfMails } from './next-steps';
import { OperatorPage } from './operator-page';
import { mailsQuery, type UnsentMail } from './operator-queries';
import { mails } from './words';

const words = {
  to: { zh: '收件人', en: 'To' },
  nobody: { zh: '账号已不存在', en: 'There is no such account any more' },
  kind: { zh: '类型', en: 'Kind' },
  attempts: { zh: '已尝试', en: 'Attempts' },
  nextAttempt: { zh: '下次尝试', en: 'Next attempt' },
  lastError: { zh: '最近一次错误', en: 'Last error' },
  none: { zh: '没有待发的邮件，一切正常。', en: 'No mail is waiting: all is well.' },
  advice: {
    zh: '发送失败的邮件会自动重试，最长间隔六小时。若全部失败，请检查邮件推送服务；永远无法送达的邮件会由一致性检查列出，连同邮件编号：',
    en: 'What failed is tried again by itself, at the latest after six hours. Where all of them fail, look at DirectMail. Mails that can never be delivered are among the findings, with their ids:',
  },
};

export const Component = () => {
  const t = useText();
  return (
    <OperatorPage title={t(mails)} query={mailsQuery}>
      {(unsent) => <Mails unsent={unsent} />}
    </OperatorPage>
  );
};

const Mails = ({ unsent }: { unsent: readonly UnsentMail[] }) => {
  const t = useText();
  const columns: readonly Column<UnsentMail>[] = [
    { key: 'to', title: t(words.to), width: '26%', show: ({ to }) => to || t(words.nobody) },
    { key: 'kind', title: t(words.kind), width: '16%', show: ({ kind }) => t(wordsOf(mailWords, kind)) },
    { key: 'attempts', title: t(words.attempts), width: '10%', show: ({ attempts }) => numberText(attempts) },
    {
      key: 'nextAttempt',
      title: t(words.nextAttempt),
      width: '16%',
      show: ({ nextAttemptAt }) => timeText(nextAttemptAt),
    },
    { key: 'lastError', title: t(words.lastError), show: ({ lastError }) => lastError ?? '—' },
  ];
  return (
    <Flex vertical gap={16}>
      <Listing
        label={t(mails)}
        pageParameter="page"
        columns={columns}
        rows={unsent}
        keyOf={(mail) => String(unsent.indexOf(mail))}
        empty={<Alert type="success" showIcon title={t(words.none)} />}
      />
      {unsent.length > 0 && <NextStep advice={t(words.advice)} next={nextOfMails} />}
    </Flex>
  );
};
