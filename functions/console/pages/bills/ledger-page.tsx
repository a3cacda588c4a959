/** What the Billing Center account has left, what it owes, and how that came to be: each currency for itself. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Alert, Button, Flex, Skeleton, Statistic, Typography } from 'antd';
import { currencies } from '../../../../shared/validation/currency';
import { useText } from '../language';
import { LinkButton } from '../link-button';
import { ProblemAlert } from '../problem-alert';
import { Page } from '../shell/page';
import { Section } from '../shell/section';
import { AlicloudNote } from './alicloud-note';
import { tenThousandthsOf } from './amounts';
import type { LedgerPage } from './answers';
import { EntryTable } from './entry-table';
import { amountText, currencyText } from './money-text';
import { ledgerPageOf } from './queries';
import * as word from './words';

const words = {
  arrears: { zh: (money: string) => `欠款 ${money}`, en: (money: string) => `${money} is owed` },
  meaning: {
    zh: '余额不足以支付的账单记为欠款。费用中心不会因欠款锁定任何工作空间，也不会更改结算方式。请联系我们充值，充值的金额会先用于结清欠款。',
    en: 'What bills took beyond the balance is owed. The Billing Center locks no workspace for it and changes no settlement. Please contact us to top up; what you add pays what is owed first.',
  },
  order: {
    zh: '账单依次从代金券、预付、现金中扣除，不足部分记为欠款。',
    en: 'Bills are paid out of vouchers first, then what was prepaid, then cash; the rest is owed.',
  },
  older: { zh: '查看更早的记录', en: 'Show older entries' },
};

type Currency = LedgerPage['currency'];
const all = Object.keys(currencies) as Currency[];

const useLedger = (currency: Currency) =>
  useInfiniteQuery({
    queryKey: ['ledger', currency],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => ledgerPageOf(currency, pageParam, signal),
    getNextPageParam: ({ nextCursor }: LedgerPage) => nextCursor,
  });

export const Component = () => {
  const t = useText();
  return (
    <Page
      title={t(word.ledger)}
      hasTimes
      maxWidth={1040}
      actions={<LinkButton to="/bills">{t(word.bills)}</LinkButton>}
    >
      <Typography.Text type="secondary">{t(words.order)}</Typography.Text>
      {all.map((currency, at) => (
        <Ledger key={currency} currency={currency} always={at === 0} />
      ))}
      <AlicloudNote />
    </Page>
  );
};

/** `always`: shown where nothing was ever entered, too. */
const Ledger = ({ currency, always }: { readonly currency: Currency; readonly always: boolean }) => {
  const t = useText();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useLedger(currency);
  const [latest] = data?.pages ?? [];
  if (latest && !always && latest.entries.length === 0) return;
  const owed = latest?.balances.arrears ?? '0';
  return (
    <Section title={currencyText(currency)}>
      {error && <ProblemAlert fault={error} onAgain={() => refetch()} />}
      {!latest && !error && <Skeleton active />}
      {latest && (
        <>
          <Flex wrap gap="16px 48px">
            {(['vouchers', 'prepaid', 'cash', 'arrears'] as const).map((kind) => (
              <Statistic
                key={kind}
                title={t(word.balances[kind])}
                value={amountText(latest.balances[kind], currency)}
                styles={{ content: { fontSize: 20, fontVariantNumeric: 'tabular-nums' } }}
              />
            ))}
          </Flex>
          {tenThousandthsOf(owed) > 0 && (
            <Alert
              type="warning"
              showIcon
              title={t(words.arrears)(amountText(owed, currency))}
              description={t(words.meaning)}
            />
          )}
          <EntryTable
            label={`${t(word.ledger)} ${currency}`}
            currency={currency}
            entries={data?.pages.flatMap(({ entries }) => entries) ?? []}
          />
          {hasNextPage && (
            <Button style={{ alignSelf: 'center' }} loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
              {t(words.older)}
            </Button>
          )}
        </>
      )}
    </Section>
  );
};
