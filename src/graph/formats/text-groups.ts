import type { ComponentNode, Graph, GraphTarget, ResourceNode } from '../model/graph.js';

/** One target as diagrams written as text group it: components by wave, then what has none. */
export interface TargetGroup {
  readonly target: GraphTarget;
  readonly waves: readonly { readonly wave: number; readonly components: readonly ComponentNode[] }[];
  /** Components without a release. */
  readonly waveless: readonly ComponentNode[];
  readonly resources: readonly ResourceNode[];
}

/** Targets that have nodes, each with its waves in ascending order. */
export function targetGroups({ targets, components, resources }: Graph): readonly TargetGroup[] {
  const componentsOf = Map.groupBy(components, ({ target }) => target);
  const resourcesOf = Map.groupBy(resources, ({ target }) => target);
  return targets.flatMap((target) => {
    const own = componentsOf.get(target.id) ?? [];
    const group: TargetGroup = {
      target,
      waves: [
        ...Map.groupBy(
          own.filter(({ wave }) => wave !== undefined),
          ({ wave }) => wave ?? 0,
        ),
      ]
        .map(([wave, members]) => ({ wave, components: members }))
        .sort((a, b) => a.wave - b.wave),
      waveless: own.filter(({ wave }) => wave === undefined),
      resources: resourcesOf.get(target.id) ?? [],
    };
    return own.length + group.resources.length > 0 ? [group] : [];
  });
}

/**
 * Gives every text an identifier of letters, digits and `_` that no other text gets.
 *
 * The same texts in the same order get the same identifiers.
 */
export function identifiers(prefix: string): (text: string) => string {
  const byText = new Map<string, string>();
  const used = new Set<string>();
  return (text) => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const plain = `${prefix}${text.replace(/[^A-Za-z0-9]+/gu, '_')}`;
    let free = plain;
    for (let number = 2; used.has(free); number += 1) free = `${plain}_${number}`;
    used.add(free);
    byText.set(text, free);
    return free;
  };
}
