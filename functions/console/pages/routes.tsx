/** Which page stands at which address. Each is loaded when somebody goes there. */
import { Layout } from 'antd';
import { Navigate, type RouteObject } from 'react-router';
import { FailedPage } from './failed-page';
import { VisitorFrame } from './shell/visitor-frame';

export const routes: RouteObject[] = [
  {
    errorElement: <FailedPage />,
    // The ground of the page, until the first of them is loaded.
    hydrateFallbackElement: <Layout style={{ minHeight: '100dvh' }} />,
    children: [
      { path: '/', element: <Navigate to="/workspaces" replace /> },
      {
        element: <VisitorFrame />,
        children: [
          { path: '/register', lazy: () => import('./register/register-page') },
          { path: '/log-in', lazy: () => import('./log-in/log-in-page') },
          { path: '*', lazy: () => import('./not-found-page') },
        ],
      },
      {
        path: '/operations',
        lazy: () => import('./operations/operator-frame'),
        children: [
          { index: true, lazy: () => import('./operations/consistency-page') },
          { path: 'closures', lazy: () => import('./operations/closures-page') },
          { path: 'mails', lazy: () => import('./operations/mails-page') },
          { path: 'metering', lazy: () => import('./operations/metering-page') },
          { path: 'usage', lazy: () => import('./operations/usage-page') },
        ],
      },
      {
        lazy: () => import('./shell/member-frame'),
        children: [
          { path: '/workspaces', lazy: () => import('./workspaces/list-page') },
          { path: '/workspaces/new', lazy: () => import('./workspaces/new-workspace-page') },
          { path: '/workspaces/:site/:workspaceId', lazy: () => import('./workspaces/workspace-page') },
          { path: '/bills', lazy: () => import('./bills/bills-page') },
          { path: '/ledger', lazy: () => import('./bills/ledger-page') },
          { path: '/cloud-accounts', lazy: () => import('./cloud-accounts/cloud-accounts-page') },
          { path: '/account', lazy: () => import('./account/account-page') },
        ],
      },
    ],
  },
];
