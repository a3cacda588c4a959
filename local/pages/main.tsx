/** Where the pages of the simulator begin. */
import '../../functions/console/pages/style-nonce';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { AppearanceProvider } from '../../functions/console/pages/appearance-provider';
import { createQueries } from './controls';
import { routes } from './routes';
import '../../functions/console/pages/page.css';

const place = document.getElementById('page');
if (!place) throw new Error('The page has no place to be drawn in.');

createRoot(place).render(
  <StrictMode>
    <AppearanceProvider>
      <QueryClientProvider client={createQueries()}>
        <RouterProvider router={createBrowserRouter(routes, { basename: '/local/simulator' })} />
      </QueryClientProvider>
    </AppearanceProvider>
  </StrictMode>,
);
