import { groupOf, textAt, type KubernetesObject, type ObjectRef } from '../../../kubernetes/index.js';
import { fieldStep } from './field-path.js';
import { contains } from './field-set.js';
import { entriesOf } from './managed-fields.js';

const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io';
const TRACKING_ID = 'argocd.argoproj.io/tracking-id';
const INSTANCE = 'app.kubernetes.io/instance';

/**
 * The Kustomization or Application that applied an object and may apply it again, as far as the object itself tells: it
 * bears the mark of one, and the controller owns that mark. Whether it exists and is not suspended, only the cluster knows.
 *
 * @returns for an Application without a namespace: that of Argo CD itself
 */
export function livingApplier(live: KubernetesObject): ObjectRef | undefined {
  return kustomizationOf(live) ?? applicationOf(live);
}

function kustomizationOf(live: KubernetesObject): ObjectRef | undefined {
  const labelOf = (key: string): string | undefined => textAt(live, 'metadata', 'labels', `${KUSTOMIZE}/${key}`);
  const [name, namespace] = [labelOf('name'), labelOf('namespace')];
  if (name === undefined || namespace === undefined) return undefined;
  const isSet = isSetBy(live, 'labels', `${KUSTOMIZE}/name`, (manager) => manager === 'kustomize-controller');
  return isSet ? { apiVersion: `${KUSTOMIZE}/v1`, kind: 'Kustomization', namespace, name } : undefined;
}

function applicationOf(live: KubernetesObject): ObjectRef | undefined {
  const isArgo = (manager: string): boolean => /^argocd(?:-|$)/u.test(manager);
  const trackingId = textAt(live, 'metadata', 'annotations', TRACKING_ID);
  if (trackingId !== undefined && isSetBy(live, 'annotations', TRACKING_ID, isArgo)) {
    const application = applicationIn(trackingId, live);
    if (application !== undefined) return applicationRef(application);
  }
  const instance = textAt(live, 'metadata', 'labels', INSTANCE);
  return instance !== undefined && isSetBy(live, 'labels', INSTANCE, isArgo) ? applicationRef(instance) : undefined;
}

/** Such as `portal:helm.toolkit.fluxcd.io/HelmRelease:mesh/portal`. A copied annotation names another object, and does not count. */
function applicationIn(trackingId: string, { apiVersion, kind, metadata: { name } }: KubernetesObject): string | undefined {
  const [application, ofKind, object = ''] = trackingId.split(':');
  return ofKind === `${groupOf(apiVersion)}/${kind}` && object.endsWith(`/${name}`) ? application : undefined;
}

/** An Application outside the namespace of Argo CD is named `namespace_name`. */
function applicationRef(application: string): ObjectRef {
  const [name = '', namespace] = application.split('_').reverse();
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', ...(namespace === undefined ? {} : { namespace }), name };
}

function isSetBy(live: KubernetesObject, place: 'labels' | 'annotations', key: string, isManager: (manager: string) => boolean): boolean {
  const path = [fieldStep('metadata'), fieldStep(place), fieldStep(key)];
  return entriesOf(live).some(({ manager, fields }) => isManager(manager) && contains(fields, path));
}
