import { structuredPatch } from 'diff';
import { printManifest } from '../synth/index.js';
import type { ObjectChange } from './compare.js';

/** One line of a patch; `gap` stands for lines that are the same and not shown. */
export interface PatchLine {
  readonly kind: 'same' | 'added' | 'removed' | 'gap';
  readonly text: string;
}

/** The change of an object as a patch of its YAML, with three lines around each change. */
export function patchOf({ before, after }: ObjectChange): readonly PatchLine[] {
  const { hunks } = structuredPatch('', '', before ? printManifest(before) : '', after ? printManifest(after) : '', undefined, undefined, {
    context: 3,
  });
  const kinds: Readonly<Record<string, PatchLine['kind']>> = { '+': 'added', '-': 'removed', ' ': 'same' };
  return hunks.flatMap((hunk, index): readonly PatchLine[] => {
    const lines = hunk.lines
      .filter((line) => !line.startsWith('\\'))
      .map((line): PatchLine => ({ kind: kinds[line[0] ?? ' '] ?? 'same', text: line.slice(1) }));
    return index === 0 ? lines : [{ kind: 'gap', text: '...' }, ...lines];
  });
}
