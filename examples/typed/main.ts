import { App } from 'cdk8s';
import { manifestsOf, PlatformMeshChart, synthesize, writeFiles } from 'platform-mesh-cdk8s';
import { environments, platform } from './platform.ts';

for (const [name, environment] of Object.entries(environments)) {
  const app = new App();
  const { unresolved } = new PlatformMeshChart(app, 'mesh', platform(name, environment));
  writeFiles(`dist/${name}`, synthesize(manifestsOf(app), { unresolved }));
}
