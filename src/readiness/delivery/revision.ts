import { at, textAt } from '../../kubernetes/index.js';
import { NOT_OBSERVED, type Observed, progressing, type Readiness } from '../readiness.js';

/** The revision of the artifact that a source holds, such as `0.5.1@sha256:4f0c...` or `main@sha1:77e1...`. */
export function revisionOf(source: Observed | undefined): string | undefined {
  return textAt(source, 'status', 'artifact', 'revision');
}

/** Why a source that is ready does not hold the revision that its spec names; undefined when it does. */
export function revisionNotHeld(source: Observed): Readiness | undefined {
  const revision = revisionOf(source);
  // A HelmRepository of type oci is only an address.
  if (revision === undefined) return isAddress(source) ? undefined : progressing(NOT_OBSERVED, 'it has no artifact yet');
  const named = namedRevision(source);
  if (named === undefined || named.matches(revision)) return undefined;
  return progressing(NOT_OBSERVED, `its artifact is of revision ${revision}, not of ${named.words}`);
}

function isAddress(source: Observed): boolean {
  return source.kind === 'HelmRepository' && textAt(source, 'spec', 'type') === 'oci';
}

interface NamedRevision {
  readonly words: string;
  matches(revision: string): boolean;
}

/**
 * The revision that the spec of a source names; undefined when the server finds it, as for a range of versions.
 *
 * source-controller writes `<tag>@<digest>` for an OCI artifact, or the digest alone when the spec names a digest; for Git
 * `<branch or tag>@sha1:<commit>`, or `sha1:<commit>` when the spec names no branch.
 */
function namedRevision({ kind, spec }: Observed): NamedRevision | undefined {
  const ref = at(spec, 'ref');
  const [digest, semver, tag, branch, commit] = ['digest', 'semver', 'tag', 'branch', 'commit'].map((field) => textAt(ref, field));
  if (kind === 'OCIRepository') {
    if (digest !== undefined) return { words: `digest ${digest}`, matches: (revision) => digestOf(revision) === digest };
    return semver !== undefined || tag === undefined ? undefined : { words: `tag ${tag}`, matches: (revision) => nameOf(revision) === tag };
  }
  if (kind !== 'GitRepository') return undefined;
  if (commit !== undefined) return { words: `commit ${commit}`, matches: (revision) => revision.endsWith(`:${commit}`) };
  if (textAt(ref, 'name') !== undefined || semver !== undefined) return undefined;
  const name = tag ?? branch;
  return name === undefined ? undefined : { words: name, matches: (revision) => nameOf(revision) === name };
}

/** The part of a revision before the digest; empty when there is only a digest. */
function nameOf(revision: string): string {
  return revision.slice(0, Math.max(0, revision.lastIndexOf('@')));
}

/** The digest of a revision. */
export function digestOf(revision: string): string {
  return revision.slice(revision.lastIndexOf('@') + 1);
}
