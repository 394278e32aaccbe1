import { manifestsOf, synthesize, writeFiles } from 'platform-mesh-cdk8s';
import { platform } from './platform.ts';

writeFiles('dist', synthesize(manifestsOf(platform())));
