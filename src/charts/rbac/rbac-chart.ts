import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { TargetChart } from '../target.js';
import { accessOn, type AccessProps } from './access.js';
import { policyRules } from './policy-rules.js';

/** Props of an {@link RbacChart}. */
export type RbacChartProps = AccessProps;

const GROUP = 'rbac.authorization.k8s.io';

/**
 * A ServiceAccount that may run `plan`, `apply`, `status` and `delete` for an instance, and may do nothing else: a Role
 * in each namespace that a platform has objects in, and no ClusterRole.
 *
 * @example
 * new RbacChart(app, 'rbac', { target: 'infra', namespace: 'platform-mesh-system', instance: 'mesh' });
 */
export class RbacChart extends TargetChart {
  constructor(scope: Construct, id: string, props: RbacChartProps) {
    super(scope, id, { target: props.target });
    const { namespace, instance, target } = props;
    const account = instance === undefined ? 'platform-mesh' : `platform-mesh-${instance}`;
    new ApiObject(this, 'account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace } });
    for (const [place, accesses] of Map.groupBy(accessOn(props), (access) => access.namespace)) {
      // Instances of several namespaces may meet in the same other one, such as that of Argo CD.
      const name = place === namespace ? `${account}-${target}` : `${namespace}.${account}-${target}`;
      new ApiObject(this, `role-${place}`, {
        apiVersion: `${GROUP}/v1`,
        kind: 'Role',
        metadata: { name, namespace: place },
        rules: policyRules(accesses),
      });
      new ApiObject(this, `binding-${place}`, {
        apiVersion: `${GROUP}/v1`,
        kind: 'RoleBinding',
        metadata: { name, namespace: place },
        roleRef: { apiGroup: GROUP, kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
      });
    }
  }
}
