/**
 * Where the product instance ID is found: in the marketplace, in the list of purchased services. (Alibaba Cloud Marketplace;
 * the product's public documentation of buying and of changing settlement.)
 */
import { Flex, Typography } from 'antd';
import { useText } from '../language';
import { Drawing, Mark, useInk } from './drawing';
import { HelpButton } from './help-button';

const words = {
  question: { zh: '商品实例 ID 在哪里找？', en: 'Where do I find the product instance ID?' },
  how: {
    zh: '登录阿里云云市场，打开“已购买的服务”，找到本产品所在的一行，复制“商品实例 ID”：它通常为 8 至 10 位数字。订单号（15 位）和商品代码（cmgj 开头）不是商品实例 ID。',
    en: 'Log in to the AliCloud Marketplace, open Purchased Services, find the line of this product and copy its product instance ID, usually 8 to 10 digits. The ID of the order (15 digits) and the code of the product (cmgj…) are something else.',
  },
  notBought: {
    zh: '列表里没有本产品？请先在云市场开通，提交开通申请后，实例会出现在这里。',
    en: 'The product is not in the list? Please activate it in the marketplace first: once the activation request is submitted, the instance appears there.',
  },
  purchased: { zh: '已购买的服务', en: 'Purchased Services' },
  product: { zh: '商品', en: 'Product' },
  instanceId: { zh: '商品实例 ID', en: 'Product instance ID' },
  status: { zh: '状态', en: 'Status' },
  open: { zh: '已开通', en: 'Open' },
  title: {
    zh: '示意图：云市场“已购买的服务”列表，其中一列数字就是商品实例 ID。',
    en: 'Drawing: the list Purchased Services in the marketplace; one of its columns is the product instance ID.',
  },
};

export const InstanceIdHelp = () => {
  const t = useText();
  return (
    <HelpButton question={t(words.question)}>
      <Flex vertical gap={12}>
        <Typography.Text>{t(words.how)}</Typography.Text>
        <PurchasedServices />
        <Typography.Text>{t(words.notBought)}</Typography.Text>
      </Flex>
    </HelpButton>
  );
};

const PurchasedServices = () => {
  const t = useText();
  const { surface, line, text, quiet } = useInk();
  return (
    <Drawing title={t(words.title)} width={320} height={158}>
      <text x="14" y="26" fill={text} fontWeight="600">
        {t(words.purchased)}
      </text>
      <rect x="1" y="40" width="318" height="30" fill={surface} />
      <Mark x={102} y={44} width={140} height={68} />
      <text x="14" y="60" fill={quiet}>
        {t(words.product)}
      </text>
      <text x="172" y="60" fill={quiet} textAnchor="middle">
        {t(words.instanceId)}
      </text>
      <text x="252" y="60" fill={quiet}>
        {t(words.status)}
      </text>
      <rect x="14" y="84" width="22" height="22" rx="5" fill={surface} />
      <rect x="44" y="90" width="48" height="10" rx="5" fill={surface} />
      <text x="172" y="101" fill={text} fontSize="15" fontWeight="600" textAnchor="middle">
        33884913
      </text>
      <text x="252" y="101" fill={text}>
        {t(words.open)}
      </text>
      <path d="M1 120h318" stroke={line} />
      <rect x="14" y="128" width="22" height="20" rx="5" fill={surface} />
      <rect x="44" y="133" width="48" height="10" rx="5" fill={surface} />
      <rect x="142" y="133" width="60" height="10" rx="5" fill={surface} />
      <rect x="252" y="133" width="46" height="10" rx="5" fill={surface} />
    </Drawing>
  );
};
