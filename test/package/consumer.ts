/** What a program in strict TypeScript sees of the package; scripts/package-test.mjs checks its types against the packed one. */
import { App } from 'cdk8s';
import {
  defineBlueprint,
  InvalidInputError,
  loadBlueprint,
  manifestsOf,
  PlatformMeshChart,
  TargetChart,
  type Blueprint,
  type Component,
  type Manifest,
  type Problem,
} from 'platform-mesh-cdk8s';
import { Release, type ReleaseProps } from 'platform-mesh-cdk8s/constructs';
import { render, toYaml } from 'platform-mesh-cdk8s/gotemplate';
import { validatePlatformMesh, type PlatformMesh, type SchemaProblem } from 'platform-mesh-cdk8s/resources';
import { Testing } from 'platform-mesh-cdk8s/testing';

export function defined(): Blueprint {
  return defineBlueprint({
    name: 'mesh',
    namespace: 'mesh-system',
    components: { services: { openfga: {}, portal: { dependsOn: ['openfga'] } } },
  }).blueprint;
}

export function namesOf(blueprint: Blueprint): readonly string[] {
  return blueprint.components.map(({ name, release }: Component) => (release === 'none' ? name : `${release.targetNamespace}/${name}`));
}

export function problemsOf(files: readonly string[]): readonly Problem[] {
  try {
    return loadBlueprint({ files }).problems;
  } catch (error) {
    if (error instanceof InvalidInputError) return error.problems;
    throw error;
  }
}

export function manifests(blueprint: Blueprint, own: ReleaseProps): readonly Manifest[] {
  const app = new App();
  const mesh = new PlatformMeshChart(app, 'mesh', { blueprint });
  const chart = new TargetChart(app, 'own', { target: 'infra' });
  chart.addDependency(mesh);
  new Release(chart, 'own', own).helmRelease.addDependency(mesh);
  return manifestsOf(app);
}

export function check(platformMesh: PlatformMesh): readonly SchemaProblem[] {
  return validatePlatformMesh(platformMesh);
}

export const text: string = toYaml({ greeting: render('Hello {{ .name }}', { name: 'mesh' }), platform: Testing.yaml(Testing.app()) });

// @ts-expect-error: a misspelled dependency does not compile, in the published types as well
defineBlueprint({ name: 'mesh', namespace: 'mesh-system', components: { services: { openfga: {}, portal: { dependsOn: ['openfg'] } } } });
