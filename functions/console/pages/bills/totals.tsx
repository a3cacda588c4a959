/** What the bills come to, each currency for itself. */
import { Flex, Statistic, Typography } from 'antd';
import { Link } from 'react-router';
import { useText } from '../language';
import { numberText } from '../times';
import type { MoneyByDay } from './by-day';
import { currencyText, moneyText } from './money-text';

const words = {
  bills: {
    zh: (count: string) => `${count} 张账单`,
    en: (count: string) => (count === '1' ? '1 bill' : `${count} bills`),
  },
  alicloud: {
    zh: (money: string) => `其中由阿里云收取 ${money}`,
    en: (money: string) => `of which AliCloud collects ${money}`,
  },
  owed: {
    zh: (count: string) => `${count} 张账单未付清，查看欠款`,
    en: (count: string) => `${count === '1' ? '1 bill is' : `${count} bills are`} owed: see the arrears`,
  },
};

export const Totals = ({ money }: { readonly money: readonly MoneyByDay[] }) => {
  const t = useText();
  return (
    <Flex wrap gap="16px 48px">
      {money.map(({ currency, total, alicloud, owed, bills }) => (
        <Flex key={currency} vertical>
          <Statistic
            title={currencyText(currency)}
            value={moneyText(total, currency)}
            styles={{ content: { fontSize: 24, fontVariantNumeric: 'tabular-nums' } }}
          />
          <Typography.Text type="secondary">{t(words.bills)(numberText(bills))}</Typography.Text>
          {alicloud !== 0 && (
            <Typography.Text type="secondary">{t(words.alicloud)(moneyText(alicloud, currency))}</Typography.Text>
          )}
          {owed > 0 && <Link to="/ledger">{t(words.owed)(numberText(owed))}</Link>}
        </Flex>
      ))}
    </Flex>
  );
};
