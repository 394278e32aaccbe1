import { isApiError } from './errors/api-error.js';
import type { KindRef, KubernetesObject, ObjectList } from '../../kubernetes/index.js';
import { isObject } from './watch-lines.js';
import { isMap } from '../../kubernetes/index.js';

/** Objects a page, as kubectl and client-go ask for them. */
export const PAGE = 500;

/** One page of a list. */
export interface Page {
  readonly items: readonly KubernetesObject[];
  readonly resourceVersion: string;
  /** Where the next one begins. @default - this is the last one */
  readonly continue: string | undefined;
}

/** Asks for a page; without a limit, it is all there is. */
export type ReadPage = (query: { readonly limit: number | undefined; readonly continue: string | undefined }) => Promise<Page>;

/** Reads all pages. Where the server has forgotten the first ones meanwhile, it begins anew, the second time in one page. */
export async function readPages(read: ReadPage, limit: number = PAGE): Promise<ObjectList> {
  for (let attempt = 1; ; attempt += 1) {
    const size = attempt < 3 ? limit : undefined;
    try {
      return await readOnce(read, size);
    } catch (error) {
      if (!isApiError(error, 'gone') || size === undefined) throw error;
    }
  }
}

async function readOnce(read: ReadPage, limit: number | undefined): Promise<ObjectList> {
  const items: KubernetesObject[] = [];
  let next: string | undefined;
  for (;;) {
    const page = await read({ limit, continue: next });
    for (const item of page.items) items.push(item);
    next = page.continue;
    if (next === undefined) return { items, resourceVersion: page.resourceVersion };
  }
}

/** Reads a list's JSON. Items of built-in kinds do not say what they are. */
export function readPage(body: unknown, { apiVersion, kind }: KindRef): Page {
  const list = isMap(body) ? body : {};
  const metadata = isMap(list['metadata']) ? list['metadata'] : {};
  const items: readonly unknown[] = Array.isArray(list['items']) ? list['items'] : [];
  const next = metadata['continue'];
  return {
    items: items.filter(isObject).map((item) => ({ ...item, apiVersion, kind })),
    resourceVersion: typeof metadata['resourceVersion'] === 'string' ? metadata['resourceVersion'] : '',
    continue: typeof next === 'string' && next !== '' ? next : undefined,
  };
}
