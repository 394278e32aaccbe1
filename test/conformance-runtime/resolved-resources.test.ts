import { expect, it } from '@jest/globals';
import type { JsonMap } from '../../scripts/conformance-runtime/json.ts';
import type { RecordedWrite } from '../../scripts/conformance-runtime/recorded-case.ts';
import { foundByOcm } from '../../scripts/conformance-runtime/resolved-resources.ts';
import { write } from './recorded.ts';

const chart = (name: string, repo: string): JsonMap => {
  return { metadata: { name, labels: { artifact: 'chart', repo: 'oci' }, annotations: { repo } } };
};
const application = (name: string, repoURL: string): RecordedWrite => {
  return write('Application', name, { spec: { source: { repoURL, chart: 'c' } } });
};

/** What OCM says of the access of each Resource that it found. */
function accesses(resources: readonly JsonMap[], writes: readonly RecordedWrite[] = []): object {
  const found = foundByOcm({ writes }, resources, [{ resource: 'v-0', release: 'a', path: 'image.tag', version: '2', unsuspend: false }]);
  return Object.fromEntries([...found].map(([name, status]) => [name, (status['resource'] as JsonMap)['access']]));
}

it('finds charts where their Resource says, an annotation before a label', () => {
  expect(accesses([chart('a-chart', 'oci'), chart('b', 'git'), chart('c-chart', 'helm')])).toEqual({
    'a-chart': { type: 'ociArtifact', imageReference: 'oci://registry.example.com/charts/a:1.0.0' },
    b: { type: 'gitHub', repoUrl: 'https://git.example.com/b', ref: '1.0.0', commit: 'a1b2c3' },
    'c-chart': { type: 'helm', helmRepository: 'https://charts.example.com', helmChart: 'c' },
  });
});

it('finds the chart of an Application by its own name, and only where the recorded source was not known', () => {
  const writes = [application('open', 'PLACEHOLDER_TO_BE_SET_BY_RESOURCE_SUBROUTINE'), application('known', 'https://a')];
  expect(accesses([chart('open-chart', 'oci'), chart('known-chart', 'oci')], writes)).toEqual({
    'open-chart': { type: 'ociArtifact', imageReference: 'oci://registry.example.com/charts/c:1.0.0' },
  });
});

it('finds no images but those that stand for the memory of the reference', () => {
  const image = (name: string): JsonMap => ({ metadata: { name, annotations: { artifact: 'image' } } });
  expect(accesses([image('a-image'), image('v-0')])).toEqual({
    'v-0': { type: 'ociArtifact', imageReference: 'registry.example.com/images/recorded:2' },
  });
});

it('finds nothing twice', () => {
  expect(accesses([{ ...chart('a-chart', 'oci'), status: { resource: { version: '1' } } }])).toEqual({});
});
