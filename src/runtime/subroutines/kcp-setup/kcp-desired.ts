import { toggleOf, type Manifest, type Rendered } from '../../../charts/index.js';
import { describeObject, refOf, textAt } from '../../../kubernetes/index.js';
import type { DesiredObject } from '../../apply/index.js';
import { isClusterTarget, storeOf, workspaceIn, type InstanceContext } from '../context.js';

/** Who the reference is in `managedFields` of what it applies to kcp; the same name, so that nothing changes hands. */
export const KCP_MANAGER = 'platform-mesh-operator';
export const EXTRA_WORKSPACES_MANAGER = 'platform-mesh-kcp-setup';

/** The manifests that go into kcp and that KcpSetup applies. */
export function kcpManifests({ manifests }: Pick<Rendered, 'manifests'>): readonly Manifest[] {
  return manifests.filter((manifest) => !isClusterTarget(manifest.target) && !isOfToggles(manifest));
}

/** The manifests that FeatureToggles applies. */
export function toggleManifests({ manifests }: Pick<Rendered, 'manifests'>): readonly Manifest[] {
  return manifests.filter(isOfToggles);
}

/** The kinds of an API. That of a toggle comes with KcpSetup: types of workspaces bind it. */
const API_KINDS = new Set(['APIExport', 'APIResourceSchema']);

function isOfToggles({ target, object }: Manifest): boolean {
  return !isClusterTarget(target) && !API_KINDS.has(object.kind) && toggleOf(object) !== undefined;
}

/** Whether a manifest is a workspace that the user has added. */
export function isExtraWorkspace({ chart }: Pick<Manifest, 'chart'>): boolean {
  return chart.startsWith('kcp-extra-workspaces-');
}

/** The desired objects of KcpSetup in the order of their levels. */
export function kcpDesired(rendered: Rendered, context: InstanceContext): readonly DesiredObject[] {
  const { chartsBefore } = rendered;
  const written = desiredInKcp(kcpManifests(rendered), context, chartsBefore);
  const withheld = rendered.withheld
    .filter(({ target }) => !isClusterTarget(target))
    .map(({ target, order, object: { apiVersion, kind, namespace, name }, reason }): DesiredObject => {
      const object = { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
      return { target, ...levelOf(order, chartsBefore), object, fieldManager: KCP_MANAGER, ownership: 'manage', withheld: reason };
    });
  return [...written, ...withheld];
}

/** Manifests as desired objects. What goes into a workspace waits until it is Ready. */
export function desiredInKcp(
  manifests: readonly Manifest[],
  context: InstanceContext,
  chartsBefore: Rendered['chartsBefore'],
): readonly DesiredObject[] {
  return manifests.map((manifest): DesiredObject => ({
    target: manifest.target,
    ...levelOf(manifest.order, chartsBefore),
    object: manifest.object,
    fieldManager: isExtraWorkspace(manifest) ? EXTRA_WORKSPACES_MANAGER : KCP_MANAGER,
    // kcp lets nobody change a schema, and other charts refer to those of the reference by name.
    ownership: manifest.object.kind === 'APIResourceSchema' ? 'create-only' : 'manage',
    ...waitingFor(workspaceIn(manifest.target), context),
  }));
}

/** A chart is a level; it waits for the gates of the charts that it depends on. */
function levelOf(order: number, chartsBefore: Rendered['chartsBefore']): Pick<DesiredObject, 'level' | 'afterLevels'> {
  const before = chartsBefore[order];
  return { level: order, ...(before ? { afterLevels: before } : {}) };
}

function waitingFor(path: string, context: InstanceContext): Pick<DesiredObject, 'withheld'> {
  return isWorkspaceReady(path, context) ? {} : { withheld: `workspace ${path} is not Ready yet` };
}

/** A manifest among others. */
export function keyOfManifest({ target, object }: Pick<DesiredObject, 'target' | 'object'>): string {
  return `${target} ${describeObject(refOf(object))}`;
}

/** Whether a workspace can be used, by what its parent says of it. */
export function isWorkspaceReady(path: string, context: Pick<InstanceContext, 'stores' | 'memory'>): boolean {
  const { parent, name } = splitPath(path);
  if (parent === undefined) return true;
  if (!isWorkspaceReady(parent, context)) return false;
  const observed = storeOf(context, `kcp/${parent}`).observe({ apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace', name });
  return observed.state === 'present' && textAt(observed.object, 'status', 'phase') === 'Ready';
}

/** The workspaces that have to be looked at to know whether one can be used, parents first, as references in their parents. */
export function ancestry(path: string): readonly { readonly parent: string; readonly name: string }[] {
  const { parent, name } = splitPath(path);
  return parent === undefined ? [] : [...ancestry(parent), { parent, name }];
}

/** A workspace by its parent and its name; `root` has no parent. */
export function splitPath(path: string): { readonly parent: string | undefined; readonly name: string } {
  const colon = path.lastIndexOf(':');
  return colon === -1 ? { parent: undefined, name: path } : { parent: path.slice(0, colon), name: path.slice(colon + 1) };
}

/** Where an object is, for messages. */
export function workspaceOf({ target, object }: Pick<DesiredObject, 'target' | 'object'>): string {
  return `${workspaceIn(target)} ${refOf(object).name}`;
}
