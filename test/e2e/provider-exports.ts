import { call, until, type ApiServer } from '../servers/index.ts';
import { post } from './mesh.ts';

/** The kind that exports of the tests offer. */
export const WIDGETS = 'widgets.example.com';

/** Puts an export of widgets into a workspace; with a binding of its own, so that its endpoint slice gets an endpoint. */
export async function exportWidgets(kcp: ApiServer, workspace: string): Promise<void> {
  const base = `/clusters/${workspace}/apis/apis.kcp.io`;
  const schema = {
    apiVersion: 'apis.kcp.io/v1alpha1',
    kind: 'APIResourceSchema',
    metadata: { name: `v1.${WIDGETS}` },
    spec: {
      group: 'example.com',
      names: { kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget' },
      scope: 'Cluster',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { type: 'object', properties: { spec: { type: 'object', properties: { note: { type: 'string' } } } } },
        },
      ],
    },
  };
  await post(kcp, `${base}/v1alpha1/apiresourceschemas`, schema);
  await post(kcp, `${base}/v1alpha2/apiexports`, {
    apiVersion: 'apis.kcp.io/v1alpha2',
    kind: 'APIExport',
    metadata: { name: WIDGETS },
    spec: { resources: [{ group: 'example.com', name: 'widgets', schema: `v1.${WIDGETS}`, storage: { crd: {} } }] },
  });
  const binding = {
    apiVersion: 'apis.kcp.io/v1alpha2',
    kind: 'APIBinding',
    metadata: { name: WIDGETS },
    spec: { reference: { export: { name: WIDGETS, path: workspace } } },
  };
  // kcp forbids to bind an export that its own cache does not hold yet.
  const bind = async (): Promise<boolean> =>
    (await call(kcp, `${base}/v1alpha2/apibindings`, { method: 'POST', body: binding })).status === 201;
  await until(`${workspace} may bind its own export`, bind, { timeout: 30_000 });
  await until(
    `${workspace} has widgets`,
    async () => (await call(kcp, `/clusters/${workspace}/apis/example.com/v1/widgets`)).status === 200,
    { timeout: 60_000 },
  );
}
