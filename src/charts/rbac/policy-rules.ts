import type { Access } from './access.js';

/** A rule of a Role. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** As few rules as say the same: one for the resources of a group that may be used alike. What a wider rule allows is left out. */
export function policyRules(accesses: readonly Access[]): readonly PolicyRule[] {
  const needed = accesses.filter((access) => !accesses.some((other) => other !== access && includes(other, access)));
  const alike = Map.groupBy(needed, ({ group, verbs, names = [] }) => JSON.stringify([group, verbs, names]));
  return [...alike.values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const { group, verbs, names } = first;
    return [
      {
        apiGroups: [group],
        resources: [...new Set(members.map(({ resource }) => resource))].sort(),
        verbs,
        ...(names ? { resourceNames: names } : {}),
      },
    ];
  });
}

/** Whether one allows all that another does, and more. */
function includes(wide: Access, narrow: Access): boolean {
  const sameResource = wide.group === narrow.group && wide.resource === narrow.resource;
  return (
    sameResource &&
    wide.names === undefined &&
    wide.verbs.length > narrow.verbs.length &&
    narrow.verbs.every((verb) => wide.verbs.includes(verb))
  );
}
