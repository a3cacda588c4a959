/** The mailbox of everyone who was written to: the newest first, of one address where it is asked for. */
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Flex, Grid, Input, Table, Typography } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useText } from '../../../functions/console/pages/language';
import { timeText } from '../../../functions/console/pages/times';
import { FaultAlert } from '../fault-alert';
import { mailsQuery, type NumberedMail } from '../queries';
import { SimulatorPage } from '../simulator-page';
import { mailbox } from '../words';

const PER_PAGE = 20;

const words = {
  about: {
    zh: '系统发出的每封邮件都保存在这里，不会真正发送。',
    en: 'Every mail that the system sends is kept here, and none is really sent.',
  },
  filter: { zh: '按收件人筛选', en: 'Filter by recipient' },
  subject: { zh: '主题', en: 'Subject' },
  sentAt: { zh: '时间', en: 'Sent' },
  none: { zh: '还没有邮件。', en: 'There is no mail yet.' },
  noneOf: { zh: '没有发给此地址的邮件。', en: 'There is no mail to such an address.' },
};

/** A mail is in its reader's language, not the page's. */
const langOf = (subject: string): string => (/\p{Script=Han}/u.test(subject) ? 'zh-CN' : 'en');

export const Component = () => {
  const t = useText();
  const { md = true } = Grid.useBreakpoint();
  const [parameters, setParameters] = useSearchParams();
  const query = useQuery(mailsQuery);
  const to = parameters.get('to') ?? '';
  const mails = query.data?.filter((mail) => mail.to.includes(to.trim())).reverse() ?? [];
  const addresses = [...new Set(query.data?.map((mail) => mail.to))].sort();
  const place = (address: string, page: number) =>
    new URLSearchParams([...(address ? [['to', address]] : []), ...(page > 1 ? [['page', String(page)]] : [])]);
  return (
    <SimulatorPage title={t(mailbox)} maxWidth={1040} hasTimes>
      <Typography.Text>{t(words.about)}</Typography.Text>
      <AutoComplete
        aria-label={t(words.filter)}
        style={{ maxWidth: 360, width: '100%' }}
        value={to}
        options={addresses.filter((address) => address.includes(to)).map((value) => ({ value }))}
        onChange={(address: string) => setParameters(place(address, 1), { replace: true })}
      >
        <Input.Search placeholder={t(words.filter)} allowClear />
      </AutoComplete>
      {query.error && <FaultAlert fault={query.error} onAgain={() => query.refetch()} />}
      <Table<NumberedMail>
        size="middle"
        loading={query.isPending && !query.error}
        rowKey="number"
        dataSource={mails}
        locale={{ emptyText: <Typography.Text>{t(to ? words.noneOf : words.none)}</Typography.Text> }}
        pagination={{
          current: Number(parameters.get('page')) || 1,
          pageSize: PER_PAGE,
          hideOnSinglePage: true,
          showSizeChanger: false,
          onChange: (page) => setParameters(place(to, page)),
        }}
        columns={[
          {
            title: t(words.subject),
            render: (_, mail) => (
              <Flex vertical>
                <Link to={`/mailbox/${mail.number}`} lang={langOf(mail.subject)}>
                  {mail.subject}
                </Link>
                <Typography.Text type="secondary">{mail.to}</Typography.Text>
                {!md && <Typography.Text type="secondary">{timeText(mail.sentAt)}</Typography.Text>}
              </Flex>
            ),
          },
          { title: t(words.sentAt), width: 210, responsive: ['md'], render: (_, { sentAt }) => timeText(sentAt) },
        ]}
      />
    </SimulatorPage>
  );
};
