/** What decides the wave of one service. */
export interface ServiceDependencies {
  readonly name: string;
  /** Names of services; unknown ones do not count. */
  readonly dependsOn: readonly string[];
  /** Set by hand. */
  readonly wave?: number;
}

/** Either the waves, or a cycle: the services on it, in order, the first repeated at the end. */
export type SyncWaves = { readonly waves: ReadonlyMap<string, number> } | { readonly cycle: readonly string[] };

/**
 * An Argo CD sync wave per service, derived from `dependsOn`.
 *
 * A service without dependencies is in wave 1, any other in the wave after the last of its dependencies.
 * A wave set by hand is kept, 0 included, and counts for those that depend on it.
 */
export function syncWaves(services: readonly ServiceDependencies[]): SyncWaves {
  const byName = new Map(services.map((service) => [service.name, service]));
  const waves = new Map<string, number>();
  for (const service of services) {
    const cycle = settle(service, byName, waves);
    if (cycle) return { cycle };
  }
  return { waves };
}

/** Depth-first without recursion, because a chain of dependencies may exceed the call stack. */
function settle(
  root: ServiceDependencies,
  byName: ReadonlyMap<string, ServiceDependencies>,
  waves: Map<string, number>,
): readonly string[] | undefined {
  const path: { readonly service: ServiceDependencies; next: number }[] = [{ service: root, next: 0 }];
  const open = new Set([root.name]);
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const name = top.service.dependsOn[top.next];
    if (waves.has(top.service.name) || name === undefined) {
      if (!waves.has(top.service.name)) waves.set(top.service.name, waveOf(top.service, waves));
      open.delete(top.service.name);
      path.pop();
      continue;
    }
    top.next += 1;
    if (open.has(name))
      return [...path.slice(path.findIndex(({ service }) => service.name === name)).map(({ service }) => service.name), name];
    const dependency = byName.get(name);
    if (dependency && !waves.has(name)) {
      path.push({ service: dependency, next: 0 });
      open.add(name);
    }
  }
  return undefined;
}

function waveOf(service: ServiceDependencies, waves: ReadonlyMap<string, number>): number {
  return service.wave ?? 1 + service.dependsOn.reduce((last, name) => Math.max(last, waves.get(name) ?? 0), 0);
}
