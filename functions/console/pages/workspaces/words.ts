/** What the pages of workspaces call the same things. */
export const site = { zh: '站点', en: 'Site' };
export const name = { zh: '工作空间名称', en: 'Workspace name' };
export const settlementWord = { zh: '结算方式', en: 'Settlement' };
export const since = { zh: '生效时间', en: 'Since' };
export const created = { zh: '创建时间', en: 'Created' };
export const newWorkspace = { zh: '新建工作空间', en: 'New workspace' };
export const changeSettlement = { zh: '更改结算方式', en: 'Change settlement' };
export const accountId = { zh: '账号 ID', en: 'Account ID' };
export const instanceId = { zh: '商品实例 ID', en: 'Product instance ID' };
export const actions = { zh: '操作', en: 'Actions' };
export const workspace = { zh: '工作空间', en: 'Workspace' };
