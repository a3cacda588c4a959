/** The server below every HTTP part of the local cloud, where the other side behaves badly. */
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { type HttpServer, readBody, startHttpServer } from '../../local/http-server';

const half = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf';

let printed: jest.SpyInstance;
let server: HttpServer;
beforeEach(() => {
  printed = jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(async () => {
  printed.mockRestore();
  await server.close();
});

it('an idle connection is left to the caller: it is not told when it would be closed, for it is not', async () => {
  server = await startHttpServer(0, async (_, response) => {
    response.end();
  });
  const { headers } = await fetch(server.origin);
  expect([headers.get('connection'), headers.get('keep-alive')]).toEqual(['keep-alive', null]);
});

it('a request that breaks off is no failure of ours: nothing is printed', async () => {
  const happened = new EventEmitter();
  const arrived = once(happened, 'arrived');
  const failed = once(happened, 'failed');
  server = await startHttpServer(0, async (request) => {
    happened.emit('arrived');
    await readBody(request, 100).finally(() => happened.emit('failed'));
  });
  const socket = connect(server.port, '127.0.0.1');
  socket.write(half);
  await arrived;
  socket.destroy();
  await failed;
  await turn();
  expect(printed).not.toHaveBeenCalled();
});
