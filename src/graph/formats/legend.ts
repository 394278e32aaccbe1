import { SECTION_TITLES, TECHNOLOGY_TITLES, type Graph } from '../model/graph.js';

/** The legend of a drawing: the meaning of each colour and line that occurs in it. */
export function legend({ components, externals, edges, workspaces }: Graph): string {
  const has = (effect: string): boolean => edges.some((edge) => edge.kind === 'dependsOn' && edge.effect === effect);
  const entries = [
    ...(['infra', 'services'] as const)
      .filter((section) => components.some((node) => node.section === section))
      .map((section) => entry(`key ${section}`, SECTION_TITLES[section])),
    ...(['fluxcd', 'argocd'] as const)
      .filter((technology) => components.some((node) => node.technology === technology))
      .map((technology) => entry(`key dot ${technology}`, TECHNOLOGY_TITLES[technology])),
    ...(has('waits') ? [entry('key arrow', 'comes before')] : []),
    ...(has('unordered') ? [entry('key arrow unordered', 'a dependency that the waves do not follow')] : []),
    ...(has('stuck') ? [entry('key arrow stuck', 'waits for ever')] : []),
    ...(components.some(({ suspended, hasRelease }) => suspended || !hasRelease) ? [entry('key dashed', 'suspended, or no release')] : []),
    ...(workspaces.length > 0 ? [entry('key dashed', 'of kcp itself, or made elsewhere')] : []),
    ...(externals.length > 0 ? [entry('key dashed', 'outside the platform')] : []),
  ];
  return `<ul class="legend" aria-label="Legend">${entries.join('')}</ul>`;
}

function entry(mark: string, text: string): string {
  return `<li><span class="${mark}"></span>${text}</li>`;
}
