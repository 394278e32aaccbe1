import type { ApplicationSpecIgnoreDifferences } from '../../imports/application-argoproj.io.js';
import { groupOf, keyOf, type ObjectRef } from '../../kubernetes/index.js';
import type { ClaimedFields } from '../ocm/claimed-fields.js';

/** The values of an Application: one text, which is ignored as a whole. */
const VALUES_TEXT = '/spec/source/helm/values';

/**
 * What Argo CD does not take back in the objects of a step: the fields that OCM Resources decide about.
 *
 * Where all objects of a kind have the same such fields, one entry without a name stands for them.
 */
export function ignoredFields(
  objects: readonly ObjectRef[],
  claimed: ReadonlyMap<string, ClaimedFields>,
): readonly ApplicationSpecIgnoreDifferences[] {
  return [...Map.groupBy(objects, ({ kind }) => kind)].flatMap(([kind, members]) => {
    const groups = Map.groupBy(members, (object) => JSON.stringify(pointersOf(object.kind, claimed.get(keyOf(object)))));
    return [...groups].flatMap(([text, alike]) => {
      const jsonPointers = JSON.parse(text) as string[];
      if (jsonPointers.length === 0) return [];
      const entry = { group: groupOf(alike[0]?.apiVersion ?? ''), kind, jsonPointers };
      return groups.size === 1
        ? [entry]
        : alike.map(({ name, namespace }) => ({ ...entry, name, ...(namespace === undefined ? {} : { namespace }) }));
    });
  });
}

function pointersOf(kind: string, fields: ClaimedFields | undefined): readonly string[] {
  const pointers = (fields?.claims ?? []).map(
    (claim) => `/${claim.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
  );
  return [...new Set(pointers.map((pointer) => (kind === 'Application' && pointer.startsWith(`${VALUES_TEXT}/`) ? VALUES_TEXT : pointer)))];
}
