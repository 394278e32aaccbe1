import type { KindRef, ObjectList } from '../../kubernetes/index.js';
import { subjectOfAll, type Endpoint } from './endpoint.js';
import type { CallOptions } from './options.js';
import { pathOf, queryOf, type ResourceInfo } from './paths.js';
import type { WatchQuery } from './watch-event.js';
import type { WatchSource } from './watch.js';

/** What a watch asks by the view of a cluster, with the options of that view. */
interface View {
  list(query: WatchQuery, options: CallOptions): Promise<ObjectList>;
  resourceFor(ref: KindRef, options: CallOptions): Promise<ResourceInfo>;
}

/**
 * The list and the connection of a watch at an API server.
 *
 * @param silence after which the connection ends, in milliseconds
 */
export function watchSource(endpoint: Endpoint, view: View, query: WatchQuery, silence: number): WatchSource {
  const { name: cluster } = endpoint;
  const { requester } = endpoint.host;
  const subject = subjectOfAll(query);
  const { namespace, labelSelector, fieldSelector } = query;
  return {
    cluster,
    subject,
    list: (signal) => view.list(query, { signal }),
    open: async (resourceVersion, signal) => {
      const { path, template } = pathOf(await view.resourceFor(query, { signal }), { namespace }, cluster);
      // As client-go's reflectors: somewhere between five and ten minutes, so that not all watches start again at once.
      const timeoutSeconds = Math.round(300 * (1 + requester.random()));
      const parameters = { watch: true, allowWatchBookmarks: true, resourceVersion, timeoutSeconds, labelSelector, fieldSelector };
      const request = { method: 'GET', path: `${path}${queryOf(parameters)}`, template, subject, safe: true } as const;
      return requester.open(cluster, endpoint.within(request), { silence, signal });
    },
    failure: (error) => requester.failure(cluster, subject, error).error,
    random: () => requester.random(),
  };
}
