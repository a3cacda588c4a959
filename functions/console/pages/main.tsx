/** Where the pages begin. */
import './style-nonce';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { createQueries } from './api';
import { AppearanceProvider } from './appearance-provider';
import { followOtherTabs } from './other-tabs';
import { routes } from './routes';
import './page.css';

const place = document.getElementById('page');
if (!place) throw new Error('The page has no place to be drawn in.');

const queries = createQueries();
followOtherTabs(queries);

createRoot(place).render(
  <StrictMode>
    <AppearanceProvider>
      <QueryClientProvider client={queries}>
        <RouterProvider router={createBrowserRouter(routes)} />
      </QueryClientProvider>
    </AppearanceProvider>
  </StrictMode>,
);
