/** A seller that writes down the SPI calls that it gets, and answers as it is told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SpiAnswer {
  status?: number;
  /** Sent as JSON; a string as it is. */
  body: unknown;
}

export interface Seller {
  spiUrl: string;
  /** The raw queries, in the order of their arrival. */
  queries: string[];
  /** What to answer to a call's parameters; throws to break the connection. */
  answer: (parameters: Record<string, string>) => SpiAnswer | Promise<SpiAnswer>;
  close(): Promise<void>;
}

/** As a seller's documents want it. */
export const accept: Seller['answer'] = ({ action, orderBizId }) => ({
  body: action === 'createInstance' ? { instanceId: orderBizId } : { success: 'true' },
});

export const refuse: Seller['answer'] = ({ action }) => ({
  body: action === 'createInstance' ? { instanceId: '0' } : { success: 'false' },
});

export const startSeller = async (): Promise<Seller> => {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://seller');
    seller.queries.push(url.search.slice(1));
    try {
      if (request.method !== 'GET' || url.pathname !== '/marketplace/spi') throw new Error('not the SPI');
      const { status = 200, body } = await seller.answer(Object.fromEntries(url.searchParams));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    } catch {
      request.socket.destroy();
    }
  });
  // No connection is closed while the marketplace may just be using it again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const seller: Seller = {
    spiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/marketplace/spi`,
    queries: [],
    answer: accept,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return seller;
};
