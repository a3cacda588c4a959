/** One mail, as it was received: as its HTML looks, or its text. The HTML is shown under a policy of its own, not this page's. */
import { useQuery } from '@tanstack/react-query';
import { Card, Descriptions, Empty, Segmented, Skeleton, Typography, theme } from 'antd';
import { useParams, useSearchParams } from 'react-router';
import { useText } from '../../../functions/console/pages/language';
import { LinkButton } from '../../../functions/console/pages/link-button';
import { timeText } from '../../../functions/console/pages/times';
import { FaultAlert } from '../fault-alert';
import { mailsQuery, type NumberedMail } from '../queries';
import { SimulatorPage } from '../simulator-page';

const words = {
  mail: { zh: '邮件', en: 'Mail' },
  back: { zh: '返回收件箱', en: 'Back to the mailbox' },
  to: { zh: '收件人', en: 'To' },
  sentAt: { zh: '时间', en: 'Sent' },
  as: { zh: '显示方式', en: 'Shown as' },
  html: { zh: 'HTML', en: 'HTML' },
  text: { zh: '纯文本', en: 'Text' },
  none: { zh: '没有这封邮件。', en: 'There is no such mail.' },
  empty: { zh: '（此邮件没有这种正文）', en: '(The mail has no such body.)' },
};

export const Component = () => {
  const t = useText();
  const { number } = useParams();
  const query = useQuery(mailsQuery);
  const mail = query.data?.find((one) => String(one.number) === number);
  return (
    <SimulatorPage
      title={mail?.subject ?? t(words.mail)}
      hasTimes
      maxWidth={880}
      actions={<LinkButton to="/mailbox">{t(words.back)}</LinkButton>}
    >
      {query.error && <FaultAlert fault={query.error} onAgain={() => query.refetch()} />}
      {query.isPending && !query.error && <Skeleton active />}
      {query.data && !mail && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(words.none)} />}
      {mail && <Mail mail={mail} />}
    </SimulatorPage>
  );
};

const Mail = ({ mail }: { mail: NumberedMail }) => {
  const t = useText();
  const [parameters, setParameters] = useSearchParams();
  const { token } = theme.useToken();
  const as = parameters.get('as') === 'text' ? 'text' : 'html';
  return (
    <Card>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'to', label: t(words.to), children: mail.to },
          { key: 'sentAt', label: t(words.sentAt), children: timeText(mail.sentAt) },
        ]}
      />
      <Segmented
        aria-label={t(words.as)}
        value={as}
        options={[
          { value: 'html', label: t(words.html) },
          { value: 'text', label: t(words.text) },
        ]}
        onChange={(chosen) => setParameters(chosen === 'text' ? { as: 'text' } : {}, { replace: true })}
        style={{ marginBlock: 16 }}
      />
      {mail[as] === '' && <Typography.Paragraph type="secondary">{t(words.empty)}</Typography.Paragraph>}
      {mail[as] !== '' && as === 'text' && (
        <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: 0, fontSize: 14 }}>{mail.text}</pre>
      )}
      {mail[as] !== '' && as === 'html' && (
        <iframe
          title={mail.subject}
          src={`/local/simulator/mails/${mail.number}`}
          style={{
            display: 'block',
            width: '100%',
            height: '60vh',
            border: `1px solid ${token.colorBorder}`,
            borderRadius: token.borderRadius,
            // Mail programs show a mail on white.
            background: '#fff',
            colorScheme: 'light',
          }}
        />
      )}
    </Card>
  );
};
