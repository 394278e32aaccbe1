import { join } from 'node:path';
import type { ApiServer } from '../servers/index.ts';
import { stepsOf } from './apply-to-kcp.ts';
import { get, workspaceOf } from './kubectl.ts';

/** An object in kcp. */
export interface Applied {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly resourceVersion: string; readonly generation?: number };
}

/** Everything that was applied, as it is now, by workspace, kind and name. */
export async function appliedTo(kcp: ApiServer, out: string): Promise<ReadonlyMap<string, Applied>> {
  const applied = new Map<string, Applied>();
  for (const { workspace, files } of stepsOf(out)) {
    const found = await get<Applied | { readonly items: readonly Applied[] }>(
      workspaceOf(kcp, workspace),
      ...files.flatMap((file) => ['-f', join(out, 'kcp', file)]),
    );
    for (const object of 'items' in found ? found.items : [found])
      applied.set(`${workspace} ${object.kind} ${object.metadata.name}`, object);
  }
  return applied;
}

/** What is wanted, without what the server counts and what controllers observe. */
export function contentOf(applied: ReadonlyMap<string, Applied>): object {
  const content = (object: Applied): object => ({
    ...without(object, 'status'),
    metadata: without(object.metadata, 'resourceVersion', 'generation'),
  });
  return Object.fromEntries([...applied].map(([key, object]) => [key, content(object)]));
}

function without(object: object, ...fields: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}

/** kcp stores bindings in v1alpha1, which lacks defaults of v1alpha2, and so counts every apply of one as a change. */
export function versionsOf(applied: ReadonlyMap<string, Applied>): object {
  return Object.fromEntries(
    [...applied].filter(([, { kind }]) => kind !== 'APIBinding').map(([key, { metadata }]) => [key, metadata.resourceVersion]),
  );
}
