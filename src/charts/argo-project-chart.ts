import type { Construct } from 'constructs';
import { AppProject } from '../imports/app-project-argoproj.io.js';
import type { ArgoProject } from '../profile/index.js';
import { ARGO_PROJECT } from './argo-application.js';
import { OPERATOR_CREATED } from './labels.js';
import { TargetChart } from './target.js';

/** The namespace in which Argo CD looks for projects. */
export const ARGO_NAMESPACE = 'argocd';

/** The Argo CD project of the platform. */
export class ArgoProjectChart extends TargetChart {
  constructor(scope: Construct, id: string, { namespace, project }: { readonly namespace: string; readonly project: ArgoProject }) {
    super(scope, id, { target: 'infra' });
    const server = project.destinationServer;
    new AppProject(this, 'AppProject', {
      metadata: { name: ARGO_PROJECT, namespace: ARGO_NAMESPACE, labels: OPERATOR_CREATED },
      spec: {
        description: 'Everything that makes up Platform Mesh',
        sourceRepos: ['*'],
        sourceNamespaces: [namespace],
        destinations: [namespace, 'kube-system', 'etcd-druid-system'].map((destination) => ({ namespace: destination, server })),
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    });
  }
}
