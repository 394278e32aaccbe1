import type { Component } from '../../profile/index.js';

/** What decides the wave of one component. */
export interface WaveInput {
  readonly component: Component;
  /** Components of the platform that it waits for. */
  readonly needs: readonly Component[];
}

/**
 * The wave of every component that has a release.
 *
 * Argo CD has sync waves. Flux waits for what `dependsOn` names, so a wave is the longest way through it; its services
 * come after all infra components, as the charts are ordered.
 */
export function wavesOf(inputs: readonly WaveInput[]): ReadonlyMap<Component, number> {
  const waves = new Map<Component, number>();
  for (const section of ['infra', 'services'] as const) {
    const own = inputs.filter(({ component }) => component.section === section && component.release !== 'none');
    for (const { component } of own) {
      if (component.technology === 'argocd' && component.release !== 'none') waves.set(component, component.release.wave);
    }
    const first = section === 'infra' ? 0 : [...waves.values()].reduce((last, wave) => Math.max(last, wave), -1) + 1;
    settleFlux(
      own.filter(({ component }) => component.technology === 'fluxcd'),
      first,
      waves,
    );
  }
  return waves;
}

/** Kahn's algorithm: a component is settled when all that it needs are. What lies on a cycle stays in the first wave. */
function settleFlux(inputs: readonly WaveInput[], first: number, waves: Map<Component, number>): void {
  const open = new Map(inputs.map(({ component, needs }) => [component, new Set(needs)]));
  const dependents = new Map<Component, Component[]>();
  const ready: Component[] = [];
  for (const [component, needs] of open) {
    for (const need of needs) {
      const known = dependents.get(need);
      if (!open.has(need)) needs.delete(need);
      else if (known) known.push(component);
      else dependents.set(need, [component]);
    }
    waves.set(component, first);
    if (needs.size === 0) ready.push(component);
  }
  for (const component of ready) {
    const next = (waves.get(component) ?? first) + 1;
    for (const dependent of dependents.get(component) ?? []) {
      waves.set(dependent, Math.max(waves.get(dependent) ?? first, next));
      const needs = open.get(dependent);
      if (needs?.delete(component) === true && needs.size === 0) ready.push(dependent);
    }
  }
}
