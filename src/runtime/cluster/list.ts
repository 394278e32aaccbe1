import { isApiError } from './errors/api-error.js';
import type { KindRef, KubernetesObject, ObjectList } from '../../kubernetes/index.js';
import { isObject } from './watch-lines.js';
import { isMap } from '../../kubernetes/index.js';

/** Objects a page, the number that kubectl and client-go use. */
export const PAGE = 500;

/** One page of a list. */
export interface Page {
  readonly items: readonly KubernetesObject[];
  readonly resourceVersion: string;
  /** Where the next one begins. @default - this is the last one */
  readonly continue: string | undefined;
}

/** Asks for a page; without a limit, it holds all objects. */
export type ReadPage = (query: { readonly limit: number | undefined; readonly continue: string | undefined }) => Promise<Page>;

/** Reads all pages. When the server forgets the first pages meanwhile, it begins again; the third time it asks for one page. */
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

/** Reads the JSON of a list. Items of built-in kinds do not name their kind. */
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
