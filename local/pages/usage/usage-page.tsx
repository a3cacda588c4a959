/** What the platform would say of workspaces: their usage, sent by hand. Beside it, what the marketplace has billed of it. */
import { Typography } from 'antd';
import { useText } from '../../../functions/console/pages/language';
import { SimulatorPage } from '../simulator-page';
import { usage } from '../words';
import { MarketplaceBill } from './marketplace-bill';
import { UsageForm } from './usage-form';

const about = {
  zh: '真实环境中，可观测平台每小时上报各工作空间的用量；在这里手动上报。日账单在北京时间零点后生成（可在“时钟”页快进），由阿里云账号结算的费用随后上报云市场。',
  en: 'At the real cloud the platform tells each hour what each workspace has used; here it is told by hand. The bill of a day is made after midnight in Beijing, which the page Clock moves on to; what AliCloud accounts pay is then told to the marketplace.',
};

export const Component = () => {
  const t = useText();
  return (
    <SimulatorPage title={t(usage)} maxWidth={880} hasTimes>
      <Typography.Text>{t(about)}</Typography.Text>
      <UsageForm />
      <MarketplaceBill />
    </SimulatorPage>
  );
};
