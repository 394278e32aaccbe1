/**
 * An API server in a process of its own, which a test can stop and kill. It serves ConfigMaps; those whose name starts with
 * `slow` take as long as the number in their name says, in milliseconds. It prints its port and its certificate.
 */
import type { RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificate } from './certificate.ts';

const [protocol, port = '0'] = process.argv.slice(2);
const pair = certificate({ name: 'server', hosts: ['127.0.0.1'] });
const kinds = [{ resource: 'configmaps', responseKind: { kind: 'ConfigMap' }, scope: 'Namespaced', verbs: ['get', 'patch'] }];
const discovery = { kind: 'APIGroupDiscoveryList', items: [{ metadata: {}, versions: [{ version: 'v1', resources: kinds }] }] };

const listener: RequestListener = (request, response) => {
  const name = (request.url ?? '').split('?')[0]?.split('/').at(-1) ?? '';
  const body = name === 'api' ? discovery : { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } };
  request.resume();
  setTimeout(() => response.end(JSON.stringify(body)), Number(/^slow-(\d+)$/u.exec(name)?.[1] ?? 0));
};
const tls = { key: pair.key, cert: pair.cert };
const server = protocol === 'h2' ? createSecureServer(tls, listener as never) : createServer(tls, listener);
server.listen(Number(port), '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port, ca: pair.cert })}\n`),
);
