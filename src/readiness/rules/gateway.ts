import { at, listAt, numberAt, textAt } from '../../kubernetes/index.js';
import { failed, NOT_OBSERVED, type Observed, progressing, type Readiness, worst } from '../readiness.js';
import { asProgress, byCondition, conditionsIn, falseCondition } from './conditions.js';
import type { Rule, Rules } from './rule.js';

const GROUP = 'gateway.networking.k8s.io';

/** What a parent says of a route that works. */
const EXPECTED = ['Accepted', 'ResolvedRefs'] as const;

/** Reasons that only a change of the route mends. Everything else may come, such as a Gateway, a listener or a backend. */
const LASTING = new Set(['UnsupportedValue', 'IncompatibleFilters', 'InvalidKind']);

/**
 * A route is ready when every parent accepts it and resolves its references, in its current generation. Each controller
 * writes one entry per parent; a parent without an entry has no controller that answers.
 */
const route: Rule = (object) => {
  const namespace = textAt(object, 'metadata', 'namespace') ?? '';
  const entries = Map.groupBy(listAt(object, 'status', 'parents'), (entry) => parentKey(at(entry, 'parentRef'), namespace));
  return worst(
    listAt(object, 'spec', 'parentRefs').flatMap((parent) => {
      const answers = entries.get(parentKey(parent, namespace)) ?? [];
      if (answers.length === 0) return [progressing(NOT_OBSERVED, `no controller has answered for parent ${parentName(parent)} yet`)];
      return answers.map((answer) => byAnswer(object, parent, answer));
    }),
  );
};

function byAnswer(object: Observed, parent: unknown, answer: unknown): Readiness {
  const conditions = conditionsIn(listAt(answer, 'conditions'), numberAt(object, 'metadata', 'generation'));
  return worst(
    EXPECTED.flatMap((type): readonly Readiness[] => {
      const condition = conditions.find((each) => each.type === type);
      const where = `parent ${parentName(parent)}`;
      if (!condition) return [progressing(NOT_OBSERVED, `${where} has not set condition ${type} yet`)];
      const { status, reason, message = `condition ${type} is ${status}` } = condition;
      if (status === 'True') return [];
      return [(status === 'False' && LASTING.has(reason) ? failed : progressing)(reason, `${where}: ${message}`)];
    }),
  );
}

/** One text for one parent, with the defaults of the API filled in. */
function parentKey(parent: unknown, routeNamespace: string): string {
  const { group = GROUP, kind = 'Gateway', namespace = routeNamespace, name = '', sectionName = '' } = parentOf(parent);
  return [group, kind, namespace, name, sectionName, numberAt(parent, 'port') ?? ''].join('/');
}

function parentName(parent: unknown): string {
  const { kind = 'Gateway', namespace, name = '', sectionName } = parentOf(parent);
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}${sectionName === undefined ? '' : ` (${sectionName})`}`;
}

type Parent = Readonly<Partial<Record<'group' | 'kind' | 'namespace' | 'name' | 'sectionName', string>>>;

function parentOf(parent: unknown): Parent {
  const fields = ['group', 'kind', 'namespace', 'name', 'sectionName'] as const;
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = textAt(parent, field);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/** Programmed says that traffic flows; a Gateway that its class does not accept is never programmed. */
const gateway: Rule = (object) => {
  const refused = falseCondition(object, 'Accepted');
  return refused ? asProgress(refused) : byCondition('Programmed')(object);
};

export const GATEWAYS: Rules = {
  GatewayClass: byCondition('Accepted'),
  Gateway: gateway,
  HTTPRoute: route,
  GRPCRoute: route,
  TLSRoute: route,
  TCPRoute: route,
  UDPRoute: route,
};
