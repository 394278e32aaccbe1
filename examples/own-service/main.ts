import { manifestsOf, synthesize, writeFiles } from 'platform-mesh-cdk8s';
import { platform } from './platform.ts';

const { app, unresolved } = platform();
writeFiles('dist', synthesize(manifestsOf(app), { unresolved }));
