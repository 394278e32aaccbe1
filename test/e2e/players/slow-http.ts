import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Player } from './player.ts';

/** A slow way to an HTTP server. */
export interface SlowHttp extends Player {
  /** Host and port of the way. */
  readonly host: string;
  /** From now on each request comes so many ms late. */
  delay(milliseconds: number): void;
}

/** Plays a network in front of an HTTP server without TLS, such as `127.0.0.1:5000`. It is fast at first. */
export async function playSlowHttp(target: string): Promise<SlowHttp> {
  const state = { delay: 0 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      void sleep(state.delay).then(() => {
        const { method, url, headers } = request;
        const forwarded = send(`http://${target}${url ?? '/'}`, { method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        forwarded.once('error', () => response.destroy());
        forwarded.end(Buffer.concat(chunks));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    delay: (milliseconds) => {
      state.delay = milliseconds;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
