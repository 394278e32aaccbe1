/** Every key of an etcd and its value, both in base64. */
export type KeyValues = ReadonlyMap<string, string>;

interface Range {
  readonly kvs?: readonly { readonly key: string; readonly value: string }[];
}

/** An etcd takes 128 operations in one transaction. */
const OPERATIONS = 100;

/** What an API server keeps, by the JSON gateway of its etcd. */
export async function readAll(etcd: string): Promise<KeyValues> {
  const { kvs = [] } = (await post(etcd, 'range', { key: base64('/registry/'), range_end: base64('/registry0') })) as Range;
  return new Map(kvs.filter(({ key }) => !isOfTheServer(key)).map(({ key, value }) => [key, value]));
}

/** Makes an etcd hold again what it held: keys that came go, keys that went or changed come back. */
export async function restore(etcd: string, wanted: KeyValues): Promise<void> {
  const now = await readAll(etcd);
  const gone = [...now.keys()].filter((key) => !wanted.has(key));
  const changed = [...wanted].filter(([key, value]) => now.get(key) !== value);
  const operations = [
    ...gone.map((key) => ({ request_delete_range: { key } })),
    ...changed.map(([key, value]) => ({ request_put: { key, value } })),
  ];
  for (let start = 0; start < operations.length; start += OPERATIONS) {
    await post(etcd, 'txn', { success: operations.slice(start, start + OPERATIONS) });
  }
}

/** What API servers keep about themselves, and renew on their own. */
function isOfTheServer(key: string): boolean {
  return /^\/registry\/(?:leases\/kube-system|masterleases|events)\//u.test(Buffer.from(key, 'base64').toString());
}

async function post(etcd: string, method: string, body: object): Promise<unknown> {
  const answer = await fetch(`${etcd}/v3/kv/${method}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`etcd ${method}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
