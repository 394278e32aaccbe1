// @ts-check
// What the panel says of components and targets.

const TECHNOLOGIES = { fluxcd: 'Flux', argocd: 'Argo CD' };
const SECTIONS = { infra: 'Infra component', services: 'Service' };
const SOURCES = { oci: 'OCI registry', helm: 'Helm repository', git: 'Git repository', kustomization: 'Folder of manifests in Git' };
const EFFECTS = {
  waits: '',
  stuck: 'Flux finds no HelmRelease of that name, so this waits for ever',
  unordered: 'the waves of Argo CD do not order these two',
};

/** @param {ComponentNode | ExternalNode} node */
function componentPanel(node) {
  const waits = needs.get(node.id) ?? [];
  const dependents = needed.get(node.id) ?? [];
  const fed = (feeds.get(node.id) ?? []).flatMap(({ from }) => resources.get(from) ?? []);
  return [
    heading(
      node.name,
      node.kind === 'component' ? `${SECTIONS[node.section]}, delivered by ${TECHNOLOGIES[node.technology]}` : 'Outside the platform',
    ),
    node.kind === 'component'
      ? componentFacts(node)
      : facts([
          ['Namespace', node.namespace],
          ['State', node.missing ? 'the platform names it, but does not deploy it' : 'the platform waits for it, and does not deploy it'],
        ]),
    ...list(
      'Waits for',
      waits.map((edge) => dependencyItem(nodes.get(edge.to), edge)),
    ),
    ...list(
      'Needed by',
      dependents.map((edge) => dependencyItem(nodes.get(edge.from), edge)),
    ),
    ...list('OCM Resources', fed.map(resourceItem)),
    ...manifestList(node.kind === 'component' ? textsOf(node.manifests) : []),
  ];
}

/** @param {Target} target */
function targetPanel(target) {
  return [
    heading(target.title, target.note),
    facts(target.kinds.map(({ kind, count }) => [kind, String(count)])),
    ...manifestList(textsOf(graph.others.filter((id) => id.target === target.id)), 'Manifests of no component'),
  ];
}

/** @param {ComponentNode} node */
function componentFacts(node) {
  const target = graph.targets.find(({ id }) => id === node.target);
  const profile = node.section === 'infra' ? `infra.${node.key}` : `components.services.${node.key}`;
  return facts([
    ['Chart source', node.source],
    ['Kind', SOURCES[node.sourceKind]],
    ['Namespace', node.namespace ?? (node.hasRelease ? 'as its manifests say' : '–')],
    [
      'Wave',
      node.wave === undefined
        ? 'none'
        : node.technology === 'fluxcd'
          ? `${node.wave}, from what it waits for`
          : `${node.wave}, the sync wave`,
    ],
    ['Written to', target?.title ?? node.target],
    ['In the profile', profile],
    [
      'State',
      node.suspended ? 'suspended: installed when somebody resumes it' : node.hasRelease ? undefined : 'no release, only its OCM Resources',
    ],
  ]);
}

/**
 * @param {CardNode | undefined} node
 * @param {Edge} edge
 */
function dependencyItem(node, edge) {
  const effect = edge.kind === 'dependsOn' ? edge.effect : 'waits';
  const note = EFFECTS[effect];
  const problem = note === '' ? [] : [element('small', { class: effect === 'stuck' ? 'problem' : '' }, note)];
  const outside = node?.kind === 'external' ? [element('small', {}, `outside the platform, in ${node.namespace}`)] : [];
  return element('li', {}, node ? linkTo(node) : edge.to, ...outside, ...problem);
}

/** @param {ResourceNode} resource */
function resourceItem({ name, artifact, component, referencePath, resource, tagPath }) {
  const path = [component, ...referencePath, resource].join(' / ');
  const tag = tagPath === undefined ? [] : [element('small', {}, `its tag goes to ${tagPath}`)];
  return element('li', {}, `${name} `, element('small', {}, `${artifact} at ${path}`), ...tag);
}
