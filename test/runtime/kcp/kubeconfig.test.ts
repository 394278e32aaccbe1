import { expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import {
  adminKubeconfig,
  currentBundle,
  inlineBundles,
  kubeconfigText,
  parseKubeconfig,
  tokenIn,
  tokenKubeconfig,
} from '../../../src/runtime/kcp/connections/kubeconfig.js';

const encoded = (text: string): string => Buffer.from(text).toString('base64');
const SOURCE = {
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [
    { name: 'base', cluster: { server: 'https://a', 'certificate-authority-data': encoded('first'), 'tls-server-name': 'kcp' } },
    {
      name: 'default',
      cluster: { server: 'https://b/clusters/root', 'certificate-authority': '/ca.crt', 'insecure-skip-tls-verify': true },
    },
  ],
  contexts: [{ name: 'base', context: { cluster: 'base', user: 'auth' } }],
  'current-context': 'base',
  users: [{ name: 'auth', user: { 'client-certificate-data': 'Yw==', 'client-key-data': 'aw==' } }],
};

it('keeps names and credentials of an administrator, and leads every cluster to one server that is verified', () => {
  const trusted = { server: 'https://front', 'certificate-authority-data': encoded('bundle') };

  expect(adminKubeconfig(SOURCE, 'https://front', 'bundle')).toEqual({
    ...SOURCE,
    clusters: [
      { name: 'base', cluster: { ...trusted, 'tls-server-name': 'kcp' } },
      { name: 'default', cluster: trusted },
    ],
  });
});

it('finds the CA bundles of all clusters, and that of the current context', () => {
  expect(inlineBundles(SOURCE)).toEqual(['first']);
  expect(currentBundle(SOURCE)).toBe('first');
  expect(currentBundle({ ...SOURCE, 'current-context': 'other' })).toBe('');
});

it('makes a kubeconfig of a token by the names of the reference', () => {
  const made = tokenKubeconfig('https://front', 'bundle', 'secret');

  expect(made).toMatchObject({
    clusters: [{ name: 'default-cluster', cluster: { server: 'https://front', 'certificate-authority-data': encoded('bundle') } }],
    contexts: [{ name: 'default-context', context: { cluster: 'default-cluster', user: 'default-auth' } }],
    'current-context': 'default-context',
    users: [{ name: 'default-auth', user: { token: 'secret' } }],
  });
  expect(tokenIn(made)).toBe('secret');
  expect(tokenKubeconfig('https://front', '', 'secret')['clusters']).toEqual([
    { name: 'default-cluster', cluster: { server: 'https://front' } },
  ]);
});

it('keeps the layout of a text that says the same', () => {
  const former = JSON.stringify(SOURCE);

  expect(kubeconfigText(SOURCE, former)).toBe(former);
  expect(kubeconfigText(SOURCE, '{')).toBe(stringify(SOURCE));
  expect(kubeconfigText(SOURCE)).toBe(stringify(SOURCE));
});

it.each(['', 'a: [', 'text', '[]', 'clusters: {}'])('takes %j for no kubeconfig', (text) => {
  expect(parseKubeconfig(text)).toBeUndefined();
});
