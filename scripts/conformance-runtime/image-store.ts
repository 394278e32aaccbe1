import { contentOf } from './content.ts';
import { at, isMap, listAt, mapAt, textAt, type Json, type JsonMap } from './json.ts';
import { kindKeyOfObject } from './object-path.ts';
import { appliedOf, type RecordedCase } from './recorded-case.ts';

/** A version that the reference kept in its memory for a release, and which a recording has nowhere but in what was written. */
export interface ImageVersion {
  /** Name of the Resource that stands for it in a replay. */
  readonly resource: string;
  /** Name of the HelmRelease or Application. */
  readonly release: string;
  /** Below its values, with dots. */
  readonly path: string;
  readonly version: string;
  readonly unsuspend: boolean;
}

/** Whether a case is about the reference's memory of image versions. */
export function isAboutImageStore({ title }: Pick<RecordedCase, 'title'>): boolean {
  return /\bimage store\b|\bimage versions?\b|\bunsuspend/iu.test(title);
}

/**
 * What the reference's memory held: texts within the values of a release that the profile does not explain.
 *
 * @param rendered the objects that the profile alone leads to
 */
export function imageVersionsOf(recorded: Pick<RecordedCase, 'writes'>, rendered: readonly JsonMap[]): readonly ImageVersion[] {
  const plain = new Map(rendered.map((object) => [kindKeyOfObject(object), object]));
  const releases = [...appliedOf(recorded, 'HelmRelease'), ...appliedOf(recorded, 'Application')];
  const versions = releases.flatMap(({ object = {} }) => {
    const own = plain.get(kindKeyOfObject(object)) ?? {};
    const unsuspend = at(object, 'spec', 'suspend') === false && at(own, 'spec', 'suspend') === true;
    const release = textAt(object, 'metadata', 'name');
    const texts = newTexts(valuesOf(object), valuesOf(own), []);
    return texts.map(({ path, text }) => ({ release, path: path.join('.'), version: text, unsuspend }));
  });
  return versions.map((version, index) => ({ resource: `recorded-version-${index}`, ...version }));
}

function valuesOf(object: JsonMap): Json {
  const content = contentOf(object);
  return mapAt(content, ...(content['kind'] === 'Application' ? ['spec', 'source', 'helm', 'values'] : ['spec', 'values']));
}

interface Text {
  readonly path: readonly string[];
  readonly text: string;
}

function newTexts(values: Json, plain: Json | undefined, path: readonly string[]): readonly Text[] {
  if (isMap(values)) return Object.entries(values).flatMap(([name, value]) => newTexts(value, at(plain, name), [...path, name]));
  return typeof values === 'string' && values !== plain ? [{ path, text: values }] : [];
}

/** A profile in which each version is that of an image Resource, which is where versions live here (decision 23). */
export function withImageResources(profile: JsonMap, versions: readonly ImageVersion[]): JsonMap {
  const services = mapAt(profile, 'components', 'services');
  const [first = ''] = Object.keys(services);
  // A release that is no service of the profile is claimed by the first one: the Resource names it.
  const claimant = (release: string): string => (Object.hasOwn(services, release) ? release : first);
  const more = Object.entries(services).map(([name, service]) => {
    const images = versions.filter(({ release }) => claimant(release) === name).map(imageResource);
    return [name, images.length === 0 ? service : { ...mapAt(service), imageResources: [...listAt(service, 'imageResources'), ...images] }];
  });
  return { ...profile, components: { ...mapAt(profile, 'components'), services: Object.fromEntries(more) as JsonMap } };
}

function imageResource({ resource, release, path, unsuspend }: ImageVersion): JsonMap {
  const says = { artifact: 'image', repo: 'oci', for: release, path };
  return { name: resource, annotations: unsuspend ? { ...says, unsuspend: 'true' } : says };
}
