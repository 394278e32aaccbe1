import { manifestsOf, synthesize, writeFiles } from 'platform-mesh-cdk8s';
import { provider } from './provider.ts';

writeFiles('dist', synthesize(manifestsOf(provider({ consumers: ['root:orgs:acme:shop'] }))));
