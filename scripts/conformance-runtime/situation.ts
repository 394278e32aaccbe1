import { contentOf } from './content.ts';
import { mapAt, textAt, type JsonMap } from './json.ts';
import { keyOf, objectOf, objectOfWrite } from './object-path.ts';
import { flagOf, type RecordedCase, type RecordedWrite } from './recorded-case.ts';

/** A case, and what its input alone leads to. */
export interface Situation {
  readonly recorded: RecordedCase;
  /** The objects that `synth` makes of the input, by `keyOf`. */
  readonly rendered: ReadonlyMap<string, JsonMap>;
}

/** An object with its key. */
export interface KeyedObject {
  readonly key: string;
  readonly object: JsonMap;
}

/** What the reference wrote of a kind and was not refused. */
export function writtenOf({ recorded }: Situation, kind: string): readonly KeyedObject[] {
  return written(recorded).filter(({ object }) => object['kind'] === kind);
}

/** All that the reference wrote and was not refused, deletions apart. */
export function written({ writes }: Pick<RecordedCase, 'writes'>): readonly KeyedObject[] {
  return writes.flatMap((write) => {
    const { status, object } = write;
    const id = objectOfWrite(write);
    return status !== undefined || object === undefined || id === undefined || id.subresource !== '' ? [] : [{ key: keyOf(id), object }];
  });
}

/** Rendered objects that the reference never sent: it had ended before. */
export function neverSent({ recorded, rendered }: Situation): readonly KeyedObject[] {
  const sent = new Set(recorded.writes.flatMap((write) => objectOfWrite(write) ?? []).map(keyOf));
  return [...rendered].flatMap(([key, object]) => (sent.has(key) ? [] : [{ key, object }]));
}

/** The key of the object that a recorded request was about. */
export function keyOfPath(path: string): string {
  const id = objectOf(path);
  if (!id) throw new Error(`${path} names no object`);
  return keyOf(id);
}

/** The rendered Resources of charts for Flux: from each one a source is made. */
export function fluxCharts({ rendered }: Situation): readonly JsonMap[] {
  const resources = [...rendered.values()].filter(({ kind }) => kind === 'Resource');
  return resources.filter(
    ({ metadata }) =>
      saysOf(metadata, 'artifact') === 'chart' && textAt(metadata, 'labels', 'core.platform-mesh.io/deployment-technology') === 'fluxcd',
  );
}

function saysOf(metadata: JsonMap[string] | undefined, key: string): string {
  return textAt(metadata, 'annotations', key) || textAt(metadata, 'labels', key);
}

/** Keys that a Flux source made from a Resource may have. */
export function sourceKeys(resource: JsonMap): readonly string[] {
  const name = textAt(resource, 'metadata', 'name').replace(/-chart$/u, '');
  const id = `${textAt(resource, 'metadata', 'namespace')}/${name}`;
  const plurals = { oci: 'ocirepositories', git: 'gitrepositories', helm: 'helmrepositories' } as const;
  const repo = saysOf(resource['metadata'], 'repo');
  return repo === 'oci' || repo === 'git' || repo === 'helm' ? [`${plurals[repo]}.source.toolkit.fluxcd.io ${id}`] : [];
}

/** What a HelmRelease says of a chart in a Helm repository that has no version. */
export function isFromHelmRepository(release: JsonMap): boolean {
  const chart = mapAt(release, 'spec', 'chart', 'spec');
  return textAt(chart, 'sourceRef', 'kind') === 'HelmRepository' && chart['version'] === undefined;
}

/** Fields of the source of an Application that nobody has found. */
export function unknownSourceFields(application: JsonMap): readonly string[] {
  const source = mapAt(application, 'spec', 'source');
  return ['repoURL', 'targetRevision', 'path'].filter((field) => isUnknownSource(source[field]));
}

/** What the reference writes into an Application whose source nobody has found. */
const PLACEHOLDER = 'PLACEHOLDER_TO_BE_SET_BY_RESOURCE_SUBROUTINE';

/** Whether a recorded field of a source was not known, so that the reference wrote a placeholder or nothing. */
export function isUnknownSource(value: JsonMap[string] | undefined): boolean {
  return value === PLACEHOLDER || value === '';
}

const WEBHOOK_SECRET = 'kcp-webhook-secret';

/** Key of the Secret that the reference always writes. */
export function defaultWebhookSecret({ recorded }: Situation): string {
  return secretKey(recorded, WEBHOOK_SECRET);
}

/** Key of the Secret that the flags name. */
export function namedWebhookSecret({ recorded }: Situation): string {
  return secretKey(recorded, flagOf(recorded, '--authorization-webhook-secret-name', WEBHOOK_SECRET));
}

function secretKey({ instance }: RecordedCase, name: string): string {
  return `secrets ${textAt(instance, 'metadata', 'namespace')}/${name}`;
}

/** Whether a recorded kubeconfig of the webhook trusts an authority. */
export function hasAuthority({ object = {} }: Pick<RecordedWrite, 'object'>): boolean {
  return JSON.stringify(contentOf(object)).includes('"certificate-authority-data":');
}

/** The steps that write into kcp, as their inventories name them. */
const STEPS: Readonly<Record<string, string>> = {
  KcpsetupSubroutine: 'kcp-setup',
  ProvidersecretSubroutine: 'provider-secret',
  FeatureToggleSubroutine: 'feature-toggles',
};

/** The step of a case, as its inventories name it; undefined where it writes nothing into kcp. */
export function kcpStepOf({ step }: Pick<RecordedCase, 'step'>): string | undefined {
  return STEPS[step];
}

/** Whether a step writes into kcp. */
export function isKcpStep({ step }: Pick<RecordedCase, 'step'>): boolean {
  return kcpStepOf({ step }) !== undefined;
}

/** Whether a key is that of an object in a workspace. */
export function isInKcp(key: string): boolean {
  return key.includes(' in root');
}
