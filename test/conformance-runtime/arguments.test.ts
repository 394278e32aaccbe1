import { expect, it } from '@jest/globals';
import { argumentsOf, flagsOf, hasTwoClusters, unknownFlags } from '../../scripts/conformance-runtime/arguments.ts';
import { recordedCase } from './recorded.ts';

const HELP = `Usage: platform-mesh apply [options]

Options:
  -f, --filename <file>          a file
  --kcp-namespace <namespace>    namespace of kcp, see --kcp-url
  --enable-istio                 waits for Istio
  --remote-runtime-kubeconfig <file>
  --remote-infra-kubeconfig <file>
`;
const KNOWN = flagsOf(HELP);
const CLUSTERS = { runtime: 'runtime.yaml', infra: 'infra.yaml' };
const INPUT = ['apply', '-f', 'platformmesh.yaml', '--profile', 'profile.yaml'];

it('reads the flags that a help text lists, not those that it mentions', () => {
  const clusters = ['--remote-runtime-kubeconfig', '--remote-infra-kubeconfig'];
  expect([...KNOWN]).toEqual(['--filename', '--kcp-namespace', '--enable-istio', ...clusters]);
});

it('passes on the flags that apply has, a switch only where it is on', () => {
  const flags = { '--kcp-namespace': 'kcp', '--enable-istio': true, '--kcp-url': 'https://kcp' };
  const [input, json] = [
    [...INPUT, '--kubeconfig', 'runtime.yaml'],
    ['--output', 'json'],
  ];
  expect(argumentsOf(recordedCase({ flags }), CLUSTERS, KNOWN)).toEqual([...input, '--kcp-namespace', 'kcp', '--enable-istio', ...json]);
  expect(argumentsOf(recordedCase({ flags: { '--enable-istio': false } }), CLUSTERS, KNOWN)).toEqual([...input, ...json]);
});

it.each([
  ['--remote-runtime-kubeconfig', ['--kubeconfig', 'infra.yaml', '--remote-runtime-kubeconfig', 'runtime.yaml']],
  ['--remote-infra-kubeconfig', ['--kubeconfig', 'runtime.yaml', '--remote-infra-kubeconfig', 'infra.yaml']],
])('names both clusters with %s', (flag, expected) => {
  const recorded = recordedCase({ flags: { [flag]: '/of/the/recording' } });
  expect(hasTwoClusters(recorded)).toBe(true);
  expect(argumentsOf(recorded, CLUSTERS, KNOWN)).toEqual([...INPUT, ...expected, '--output', 'json']);
});

it('tells the flags that apply does not have, where they ask for something', () => {
  const flags = { '--kcp-url': 'https://kcp', '--is-local': false, '--region': '', '--enable-istio': true };
  expect(unknownFlags(recordedCase({ flags }), KNOWN)).toEqual(['--kcp-url']);
});
