import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../../src/kubernetes/index.js';
import { type ObjectState, explain, readinessOf } from '../../../src/readiness/index.js';
import { madeFrom, needsOf } from '../../../src/readiness/index.js';

/** States of objects as a wait has them. */
function statesOf(yaml: string): readonly ObjectState[] {
  return parseAllDocuments(yaml).map((document) => {
    const object = document.toJS() as KubernetesObject;
    const {
      apiVersion,
      kind,
      metadata: { namespace, name },
    } = object;
    return {
      ref: { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name },
      readiness: readinessOf(object),
      needs: needsOf(object),
      makes: madeFrom(object),
    };
  });
}

function missing(apiVersion: string, kind: string, name: string): ObjectState {
  return {
    ref: { apiVersion, kind, namespace: 'mesh', name },
    readiness: { state: 'progressing', reason: 'NotFound', message: 'it is not there' },
    needs: [],
    makes: [],
  };
}

const PORTAL = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: portal, namespace: mesh}
spec: {chartRef: {kind: OCIRepository, name: portal}, dependsOn: [{name: keycloak}]}
status: {conditions: [{type: Ready, status: "False", reason: ArtifactFailed, message: could not get Source object}]}
`;

const KEYCLOAK = (ready: string, reason: string, message: string): string => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: keycloak, namespace: mesh}
spec: {chartRef: {kind: OCIRepository, name: keycloak}}
status: {conditions: [{type: Ready, status: "${ready}", reason: ${reason}, message: "${message}"}]}
`;

const RESOURCE = `
apiVersion: delivery.ocm.software/v1alpha1
kind: Resource
metadata: {name: portal-chart, namespace: mesh, annotations: {repo: oci, artifact: chart}}
spec: {componentRef: {name: platform-mesh}}
status: {conditions: [{type: Ready, status: "False", reason: ResourceIsNotAvailable, message: component is not ready}]}
`;

const COMPONENT = `
apiVersion: delivery.ocm.software/v1alpha1
kind: Component
metadata: {name: platform-mesh, namespace: mesh}
spec: {repositoryRef: {name: platform-mesh}}
status: {conditions: [{type: Ready, status: "False", reason: CheckVersionFailed, message: no version matches 0.9.x}]}
`;

describe('explain', () => {
  it('names the OCM Resource that a missing source is made from, and what that waits for', () => {
    const source = missing('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'portal');
    const [portal, ...others] = statesOf([PORTAL, RESOURCE, COMPONENT].join('---'));

    expect(explain(portal!, [portal!, source, ...others])).toBe(
      'HelmRelease mesh/portal waits for OCIRepository mesh/portal, which is made from Resource mesh/portal-chart, ' +
        'which waits for Component mesh/platform-mesh: CheckVersionFailed: no version matches 0.9.x',
    );
  });

  it('finds the OCM Resource although nobody looked at the source', () => {
    const states = statesOf([PORTAL, RESOURCE].join('---'));

    expect(explain(states[0]!, states)).toBe(
      'HelmRelease mesh/portal waits for OCIRepository mesh/portal, which is made from Resource mesh/portal-chart: ' +
        'ResourceIsNotAvailable: component is not ready',
    );
  });

  it('does not take the Resource of an image for that of a chart', () => {
    const image = RESOURCE.replace('portal-chart', 'portal-image').replace('artifact: chart', 'artifact: image');
    const states = statesOf([PORTAL, image].join('---'));

    expect(explain(states[0]!, states)).toBe('HelmRelease mesh/portal: ArtifactFailed: could not get Source object');
  });

  it('says of what a source is made that is not there, though that is ready', () => {
    const source = missing('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'portal');
    const ready = RESOURCE.replace('"False", reason: ResourceIsNotAvailable, message: component is not ready', '"True", reason: Succeeded');
    const [portal, ...others] = statesOf([PORTAL, ready].join('---'));

    expect(explain(portal!, [portal!, source, ...others])).toBe(
      'HelmRelease mesh/portal waits for OCIRepository mesh/portal, which is made from Resource mesh/portal-chart, which is ready',
    );
  });

  it('prefers what failed to what is on its way', () => {
    const source = missing('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'portal');
    const failed = KEYCLOAK('False', 'InstallFailed', 'no such image').replace('status: {', 'status: {installFailures: 1, ');
    const [portal, keycloak] = statesOf([PORTAL, failed].join('---'));

    expect(explain(portal!, [source, portal!, keycloak!])).toBe(
      'HelmRelease mesh/portal waits for HelmRelease mesh/keycloak: InstallFailed: no such image (attempt 1 of 1; ' +
        'the controller does not retry)',
    );
  });

  it('passes over what is ready', () => {
    const states = statesOf([PORTAL, KEYCLOAK('True', 'InstallSucceeded', 'done')].join('---'));

    expect(explain(states[0]!, states)).toBe('HelmRelease mesh/portal: ArtifactFailed: could not get Source object');
  });

  it('ends where things wait for each other', () => {
    const waiting = KEYCLOAK('False', 'DependencyNotReady', 'not ready').replace(
      'name: keycloak}}',
      'name: keycloak}, dependsOn: [{name: portal}]}',
    );
    const states = statesOf([PORTAL, waiting].join('---'));

    expect(explain(states[0]!, states)).toBe('HelmRelease mesh/portal waits for HelmRelease mesh/keycloak: DependencyNotReady: not ready');
  });

  it('finds an APIExport in its own workspace', () => {
    const [binding] = statesOf(`
apiVersion: apis.kcp.io/v1alpha2
kind: APIBinding
metadata: {name: core}
spec: {reference: {export: {path: 'root:platform-mesh-system', name: core.platform-mesh.io}}}
status: {phase: Binding}
`);
    const exports = ['kcp/root', 'kcp/root:platform-mesh-system'].map((place) => ({
      ...missing('apis.kcp.io/v1alpha2', 'APIExport', 'core.platform-mesh.io'),
      ref: { apiVersion: 'apis.kcp.io/v1alpha2', kind: 'APIExport', name: 'core.platform-mesh.io' },
      place,
      readiness: { state: 'progressing' as const, reason: place },
    }));

    expect(explain(binding!, [binding!, ...exports])).toBe(
      'APIBinding core waits for APIExport core.platform-mesh.io: kcp/root:platform-mesh-system',
    );
  });
});
