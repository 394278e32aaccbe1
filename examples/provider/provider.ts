import { App } from 'cdk8s';
import { TargetChart } from 'platform-mesh-cdk8s';
import { ApiBinding, ApiExport, Workspace } from 'platform-mesh-cdk8s/constructs';
import { backups, databases } from './apis.ts';
import { addPages } from './pages.ts';

/** What is different from one platform to the next. */
export interface ProviderProps {
  /** Workspaces that use our databases from the start; others bind them in the marketplace. */
  readonly consumers: readonly string[];
}

/** What our team brings into a platform: databases as a service. */
export function provider({ consumers }: ProviderProps): App {
  const app = new App();

  const tree = new TargetChart(app, 'databases-workspace', { target: 'kcp/root:providers' });
  const home = new Workspace(tree, 'databases', { name: 'databases', parent: 'root:providers', type: { name: 'provider' } });

  const offer = new TargetChart(app, 'databases', { target: `kcp/${home.path}` });
  offer.addDependency(tree);
  const api = new ApiExport(offer, 'export', {
    name: 'data.example.com',
    path: home.path,
    schemas: [databases(offer), backups(offer)],
    // The password of a database goes into a Secret of the workspace that it was ordered in.
    permissionClaims: [{ resource: 'secrets', verbs: ['get', 'create', 'update', 'delete'] }],
    bindableBy: { groups: ['system:authenticated'] },
    inPortal: true,
  });
  addPages(offer, api.reference);

  for (const consumer of consumers) {
    const use = new TargetChart(app, `databases-in-${consumer.replaceAll(':', '-')}`, { target: `kcp/${consumer}` });
    use.addDependency(offer);
    new ApiBinding(use, 'databases', { export: api.reference, acceptedClaims: api.permissionClaims });
  }

  return app;
}
