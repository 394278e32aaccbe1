import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../src/kubernetes/index.js';
import { call, tellReaper, type ApiServer } from '../servers/index.ts';
import { platformMesh, platformMeshIntoHead, startPlatformMesh, type Result, type Run } from './cli.ts';

/** Where the objects of the authorization webhook are, wherever the platform is. */
export const SYSTEM = 'platform-mesh-system';

/** What a platform consists of. */
export interface MeshInput {
  /** As in a profile, by name. */
  readonly services: Readonly<Record<string, object>>;
  /** @default 'fluxcd' */
  readonly technology?: 'fluxcd' | 'argocd';
  /** Whether a file says what OCM resolves for each chart; else OCM has to be played. @default true */
  readonly resolved?: boolean;
  /** What the profile says of the infra components, beside the technology. @default - nothing */
  readonly infra?: object;
  /** What the platform changes, as in `spec.values.services`. @default - nothing */
  readonly values?: Readonly<Record<string, object>>;
  /** As in `spec.kcp`. @default - nothing */
  readonly kcp?: object;
  /** As in `spec.exposure`; where nobody answers for its realm, kcp takes 10 s for each request to `root:orgs`. @default - nobody */
  readonly exposure?: object;
  /** Names of feature toggles. @default - none */
  readonly toggles?: readonly string[];
  /** As in `spec.wait`. @default - everything that the platform deploys */
  readonly wait?: object;
}

/** A service of a profile, with these values. */
export function service(values: object = {}, rest: object = {}): object {
  return { enabled: true, values, imageResources: [], ...rest };
}

/** So many services, each with a release and a Resource; ten in a row wait for each other. */
export function services(count: number, values: object = {}): Readonly<Record<string, object>> {
  const nameOf = (index: number): string => `service-${String(index).padStart(5, '0')}`;
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      nameOf(index),
      service({ index, ...values }, index % 10 === 0 ? {} : { dependsOn: [{ name: nameOf(index - 1) }] }),
    ]),
  );
}

/** Kinds that platforms consist of; those of the authorization webhook are always in `SYSTEM`. */
const KINDS: readonly (readonly [apiVersion: string, kind: string, plural: string])[] = [
  ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'helmreleases'],
  ['argoproj.io/v1alpha1', 'Application', 'applications'],
  ['delivery.ocm.software/v1alpha1', 'Resource', 'resources'],
];

/** A platform in a namespace of its own, and the command line that looks after it. */
export class Mesh {
  readonly name: string;
  readonly namespace: string;
  /** Flags that leave out the steps about kcp, where there is none. */
  readonly steps: readonly string[];
  readonly #kube: ApiServer;
  readonly #folder: string;

  constructor(kube: ApiServer, namespace: string, name: string, { withKcp = false }: { readonly withKcp?: boolean } = {}) {
    this.name = name;
    this.namespace = namespace;
    this.#kube = kube;
    this.steps = withKcp ? [] : ['--skip', 'kcp-setup', '--skip', 'provider-secret', '--skip', 'feature-toggles'];
    this.#folder = mkdtempSync(join(tmpdir(), `mesh-${namespace}-`));
    tellReaper(`+${this.#folder}`);
    this.write({ services: {} });
  }

  /** Files of the input. */
  get files(): readonly [platformMesh: string, profile: string] {
    return [join(this.#folder, 'platform-mesh.yaml'), join(this.#folder, 'profile.yaml')];
  }

  /** The file with what OCM resolves. */
  get valuesFile(): string {
    return join(this.#folder, 'runtime-values.yaml');
  }

  /** Makes this what is desired. */
  write(input: MeshInput): void {
    const [platformMeshFile, profileFile] = this.files;
    writeFileSync(platformMeshFile, JSON.stringify(platformMeshOf(this.name, this.namespace, input)));
    writeFileSync(profileFile, JSON.stringify(profileOf(input)));
    writeFileSync(this.valuesFile, JSON.stringify(valuesOf(input)));
  }

  /** Runs a verb on the files. */
  run(verb: string, ...options: readonly string[]): Promise<Result> {
    return platformMesh(...this.#arguments(verb, options));
  }

  /** Runs it into a reader that leaves after the first line. */
  runIntoHead(verb: string, ...options: readonly string[]): Promise<Result> {
    return platformMeshIntoHead(...this.#arguments(verb, options));
  }

  start(verb: string, ...options: readonly string[]): Run {
    return startPlatformMesh(...this.#arguments(verb, options));
  }

  /** Everything of the platform that is there, as `Kind/name`. */
  async objects(): Promise<ReadonlyMap<string, KubernetesObject>> {
    const found = await Promise.all(
      KINDS.map(async ([apiVersion, kind, plural]) =>
        (await itemsOf(this.#kube, `/apis/${apiVersion}/namespaces/${this.namespace}/${plural}`)).map(
          (item) => [`${kind}/${item.metadata.name}`, item] as const,
        ),
      ),
    );
    return new Map(found.flat());
  }

  /** Their names, in order. */
  async names(): Promise<readonly string[]> {
    return [...(await this.objects()).keys()].sort();
  }

  /** What the inventories name, as `Kind/name`, without sources, and without what is in `SYSTEM`. */
  async inventory(): Promise<readonly string[]> {
    const maps = (await itemsOf(this.#kube, `/api/v1/namespaces/${this.namespace}/configmaps`)).filter(({ metadata }) =>
      metadata.name.startsWith(`${this.name}-inventory-`),
    );
    const entries = maps
      .flatMap((map) => Object.entries(map['data'] as Readonly<Record<string, string>>))
      .filter(([kind]) => !kind.startsWith('OCIRepository.'));
    return entries
      .flatMap(([kind, lines]) =>
        lines
          .split('\n')
          .filter((line) => line.startsWith(`${this.namespace}/`))
          .map((line) => `${kind.split('.')[0] ?? ''}/${line.split('/')[1] ?? ''}`),
      )
      .sort();
  }

  #arguments(verb: string, options: readonly string[]): readonly string[] {
    const [platformMeshFile, profileFile] = this.files;
    const kubeconfig = options.includes('--kubeconfig') ? [] : ['--kubeconfig', this.#kube.kubeconfig];
    const values = ['apply', 'plan', 'status'].includes(verb) ? ['--runtime-values', this.valuesFile] : [];
    const steps = ['apply', 'plan', 'status'].includes(verb) && !options.includes('--only') ? this.steps : [];
    return [verb, '-f', platformMeshFile, '--profile', profileFile, ...values, ...kubeconfig, ...steps, ...options];
  }
}

const EXPOSURE = { baseDomain: 'portal.example.com', port: 443, protocol: 'https' };

function platformMeshOf(name: string, namespace: string, { values, kcp, toggles, wait, exposure = EXPOSURE }: MeshInput): object {
  return {
    apiVersion: 'core.platform-mesh.io/v1alpha1',
    kind: 'PlatformMesh',
    metadata: { name, namespace },
    spec: {
      exposure,
      ...(kcp ? { kcp } : {}),
      ...(toggles ? { featureToggles: toggles.map((each) => ({ name: each })) } : {}),
      ...(wait ? { wait } : {}),
      ...(values ? { values: { services: values } } : {}),
    },
  };
}

function profileOf({ services, technology = 'fluxcd', infra }: MeshInput): object {
  return { infra: { deploymentTechnology: technology, ...infra }, components: { deploymentTechnology: technology, services } };
}

/** What OCM would resolve for the charts of all services. */
function valuesOf({ services, resolved = true }: MeshInput): object {
  const charts = Object.keys(services).map(
    (name) => [`${name}-chart`, { version: '0.1.0', access: { imageReference: `registry.example.com/charts/${name}:0.1.0` } }] as const,
  );
  return resolved ? { ocmResources: Object.fromEntries(charts) } : {};
}

async function itemsOf(kube: ApiServer, path: string): Promise<readonly KubernetesObject[]> {
  const { status, body } = await call(kube, path);
  return status === 404 ? [] : (body as { readonly items: readonly KubernetesObject[] }).items;
}

/** Where an object of a platform is, in the API. */
export function pathOf(mesh: Mesh, kind: 'HelmRelease' | 'Resource', name: string): string {
  const [apiVersion, , plural] = KINDS.find(([, known]) => known === kind)!;
  return `/apis/${apiVersion}/namespaces/${mesh.namespace}/${plural}/${name}`;
}

/** Makes an object, or says why not. */
export async function post(kube: ApiServer, path: string, object: object): Promise<void> {
  const { status, body } = await call(kube, path, { method: 'POST', body: object });
  if (status !== 201) throw new Error(`${path}: ${JSON.stringify(body)}`);
}

/** Makes a namespace, unless it is there. */
export async function namespace(kube: ApiServer, name: string): Promise<void> {
  await call(kube, '/api/v1/namespaces', { method: 'POST', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } });
}

/**
 * A namespace with a platform that is not applied yet. cert-manager is played: it has made the authority of the webhook.
 * Without kcp, the steps about kcp are left out.
 */
export async function createMesh(kube: ApiServer, where: string, name = 'mesh', options?: { readonly withKcp?: boolean }): Promise<Mesh> {
  await namespace(kube, SYSTEM);
  await namespace(kube, where);
  const certificate = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'rebac-authz-webhook-cert' },
    stringData: { 'ca.crt': 'an authority' },
  };
  await call(kube, `/api/v1/namespaces/${SYSTEM}/secrets`, { method: 'POST', body: certificate });
  return new Mesh(kube, where, name, options);
}
