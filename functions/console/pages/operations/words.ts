/** The words that stand on every page of operators. */
export const operations = { zh: '运营', en: 'Operations' };
export const consistency = { zh: '一致性检查', en: 'Consistency check' };
export const closures = { zh: '业务关闭', en: 'Service closures' };
export const mails = { zh: '待发邮件', en: 'Unsent mails' };
export const metering = { zh: '用量上报', en: 'Metering' };
export const unusableUsage = { zh: '无法采用的用量', en: 'Unusable usage' };
