import { join } from 'node:path';
import { ApiObject, App, JsonPatch } from 'cdk8s';
import { loadBlueprint, PlatformMeshChart, type UnresolvedValue } from 'platform-mesh-cdk8s';
import { Billing } from './billing.ts';

/** A platform to be written, and the values in it that only a running one knows. */
export interface Platform {
  readonly app: App;
  readonly unresolved: readonly UnresolvedValue[];
}

/** The platform of the two files beside this one, with our own service, and with one field that no profile has. */
export function platform(): Platform {
  const file = (name: string): string => join(import.meta.dirname, name);
  const { blueprint } = loadBlueprint({ files: [file('platform-mesh.yaml')], profile: file('profile.yaml') });

  const app = new App();
  const mesh = new PlatformMeshChart(app, 'mesh', { blueprint });

  const billing = new Billing(app, 'billing', { namespace: blueprint.instance.namespace, exposure: blueprint.exposure });
  billing.releases.addDependency(mesh.services);

  // Flux puts back what somebody changed by hand.
  const portal = ApiObject.of(mesh.services.node.findChild('portal'));
  portal.addJsonPatch(JsonPatch.add('/spec/driftDetection', { mode: 'enabled' }));

  return { app, unresolved: mesh.unresolved };
}
