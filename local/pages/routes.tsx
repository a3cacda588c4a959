/** Which page is at which address, below `/local/simulator`. */
import { Skeleton } from 'antd';
import { Navigate, type RouteObject } from 'react-router';
import { Failed, FailedPage } from '../../functions/console/pages/failed-page';
import { SimulatorFrame } from './simulator-frame';

export const routes: RouteObject[] = [
  {
    element: <SimulatorFrame />,
    errorElement: <FailedPage />,
    children: [
      {
        errorElement: <Failed />,
        hydrateFallbackElement: <Skeleton active />,
        children: [
          { path: '/', element: <Navigate to="/marketplace" replace /> },
          { path: '/marketplace', lazy: () => import('./marketplace/product-page') },
          { path: '/purchased', lazy: () => import('./purchased/purchased-page') },
          { path: '/mailbox', lazy: () => import('./mailbox/mailbox-page') },
          { path: '/mailbox/:number', lazy: () => import('./mailbox/mail-page') },
          { path: '/usage', lazy: () => import('./usage/usage-page') },
          { path: '/faults', lazy: () => import('./faults/faults-page') },
          { path: '/functions', lazy: () => import('./functions/functions-page') },
          { path: '/clock', lazy: () => import('./clock/clock-page') },
          { path: '/console', lazy: () => import('./console/console-page') },
          { path: '*', lazy: () => import('../../functions/console/pages/not-found-page') },
        ],
      },
    ],
  },
];
