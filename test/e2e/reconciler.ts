import { loadBlueprint, loadRuntimeValues } from '../../src/profile/index.js';
import { closeSession, openSession } from '../../src/runtime/actions/session.js';
import { connect, loadConnection } from '../../src/runtime/cluster/index.js';
import { reconcile, type ConditionType, type ReconcileContext, type ReconcileResult } from '../../src/runtime/subroutines/index.js';
import type { ApiServer } from '../servers/index.ts';
import { SYSTEM, type Mesh } from './mesh.ts';

/** Reconciles a platform in this process, at any time that a test wants. */
export interface Reconciler {
  /** What the clock says. */
  now: Date;
  /** One pass. */
  reconcile(leftOut: readonly ConditionType[]): Promise<ReconcileResult>;
  close(): Promise<void>;
}

/** Opens a session for the files of a platform; tokens are asked for so many seconds. */
export async function openReconciler(mesh: Mesh, kube: ApiServer, kcp: ApiServer, tokenLifetime: number): Promise<Reconciler> {
  const [platformMesh, profile] = mesh.files;
  const cluster = connect(await loadConnection({ kubeconfig: kube.kubeconfig }));
  const session = openSession({
    blueprint: loadBlueprint({ files: [platformMesh], profile, unusableEntries: 'warning' }).blueprint,
    givenValues: loadRuntimeValues(mesh.valuesFile),
    clusters: { infra: cluster, runtime: cluster },
    webhook: { namespace: SYSTEM, secretName: 'kcp-webhook-secret', caSecretName: 'rebac-authz-webhook-cert', kcpNamespace: SYSTEM },
    policy: { prune: true },
    kcp: {
      namespace: SYSTEM,
      rootShardName: 'root',
      frontProxyName: 'frontproxy',
      frontProxyPort: '8443',
      secretName: 'kcp-cluster-admin-client-cert',
      url: kcp.url,
    },
  });
  const reconciler: Reconciler = {
    now: new Date(),
    reconcile: (leftOut) => reconcile(context, leftOut),
    close: async () => {
      await closeSession(context);
      await cluster.close();
    },
  };
  const context: ReconcileContext = { ...session, now: () => reconciler.now, tokenLifetime };
  session.stores.runtime.watch();
  return reconciler;
}
