/**
 * For whoever looks here for a way to pay or for an invoice: what AliCloud accounts pay is paid and invoiced at AliCloud.
 * Source: product documentation, "AliCloud account settlement": such customers top up and ask for invoices in AliCloud's own
 * user center.
 */
import { Alert, Button } from 'antd';
import { useText } from '../language';

const USER_CENTER = 'https://usercenter2.aliyun.com/';

const words = {
  title: {
    zh: '由阿里云账号结算的费用，请在阿里云充值和开具发票。',
    en: 'What AliCloud accounts pay is topped up and invoiced at AliCloud.',
  },
  more: {
    zh: '这些费用由云市场计入阿里云账单，不从费用中心的余额扣除。',
    en: 'The marketplace puts these fees on the AliCloud bill; nothing of them is taken from a balance here.',
  },
  link: { zh: '前往阿里云用户中心', en: 'Go to the AliCloud user center' },
};

export const AlicloudNote = () => {
  const t = useText();
  return (
    <Alert
      type="info"
      showIcon
      title={t(words.title)}
      description={
        <>
          <div>{t(words.more)}</div>
          <Button type="link" href={USER_CENTER} target="_blank" rel="noopener" style={{ padding: 0 }}>
            {t(words.link)}
          </Button>
        </>
      }
    />
  );
};
