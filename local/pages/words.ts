/** The words that stand on more than one of these pages. */
export const simulator = { zh: '本地模拟环境', en: 'Simulator' };
export const simulated = {
  zh: '模拟环境：此处并非真实的阿里云，所有操作仅在本机生效，不会产生费用，也不会发送邮件。',
  en: 'Simulated: nothing here is the real Alibaba Cloud. It all happens on this machine: nothing is charged, and no mail is sent.',
};

export const marketplace = { zh: '云市场', en: 'Marketplace' };
export const purchasedServices = { zh: '已购买的服务', en: 'Purchased Services' };
export const faultyLine = { zh: '通知线路故障', en: 'Faulty line' };
export const mailbox = { zh: '收件箱', en: 'Mailbox' };
export const usage = { zh: '用量与云市场账单', en: 'Usage and its bill' };
export const functions = { zh: '函数', en: 'Functions' };
export const clock = { zh: '时钟', en: 'Clock' };
export const consoleAndApi = { zh: '费用中心与 API', en: 'Billing Center and API' };

/** What is sold. */
export const soldProduct = { zh: '可观测平台（按量付费）', en: 'Observability platform, pay as you go' };

export const accountIdName = { zh: '账号 ID', en: 'Account ID' };
export const instanceIdName = { zh: '商品实例 ID', en: 'Product instance ID' };
export const orderIdName = { zh: '订单号', en: 'Order ID' };

export const cancel = { zh: '取消', en: 'Cancel' };
export const confirm = { zh: '确认', en: 'Confirm' };
