import type { ValueSource } from '../../../charts/index.js';
import { keyOf, type ObjectRef } from '../../../kubernetes/index.js';
import type { RuntimeValues } from '../../../profile/index.js';
import { joinValues, valueIn, valueObject } from '../../values/index.js';
import { storeOf, type ReconcileContext } from '../context.js';
import { isWorkspaceReady } from './kcp-desired.js';

/** The target that holds a value. */
interface Place {
  readonly target: string;
  readonly ref: ObjectRef;
}

/** Reads the objects that hold values, as far as their workspaces can be used. */
export async function observeKcpValues(sources: readonly ValueSource[], context: ReconcileContext): Promise<void> {
  const places = sources.map((source) => placeOf(source, context)).filter((place) => isUsable(place, context));
  await Promise.all(
    [...Map.groupBy(places, ({ target }) => target)].map(([target, members]) =>
      storeOf(context, target).ensure({ refs: new Map(members.map(({ ref }) => [keyOf(ref), ref])).values() }),
    ),
  );
}

/** The values that are known by now; what a file gives wins. */
export function kcpValues(sources: readonly ValueSource[], context: ReconcileContext): RuntimeValues {
  const observed = sources.flatMap((source) => {
    const place = placeOf(source, context);
    const found = isUsable(place, context) ? storeOf(context, place.target).observe(place.ref) : undefined;
    return found?.state === 'present' ? [valueIn(source, found.object)] : [];
  });
  return joinValues(...observed, context.givenValues);
}

function placeOf(source: ValueSource, { instance }: ReconcileContext): Place {
  const { workspace, ref } = valueObject(source, instance.namespace);
  return { target: workspace === undefined ? 'runtime' : `kcp/${workspace}`, ref };
}

function isUsable({ target }: Place, context: ReconcileContext): boolean {
  return target === 'runtime' || isWorkspaceReady(target.replace('kcp/', ''), context);
}
