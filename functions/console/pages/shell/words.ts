/** The words that stand on every page. */
export const product = { zh: '费用中心', en: 'Billing Center' };
export const workspaceManagement = { zh: '工作空间管理', en: 'Workspace management' };
export const bills = { zh: '账单', en: 'Bills' };
export const cloudAccounts = { zh: '云账号', en: 'Cloud accounts' };
export const account = { zh: '账号信息', en: 'Account' };
export const logIn = { zh: '登录', en: 'Log in' };
export const logOut = { zh: '退出登录', en: 'Log out' };
export const register = { zh: '注册', en: 'Register' };
