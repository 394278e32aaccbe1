import { writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';

/** How an API server is reached, and as whom. */
export interface Access {
  /** URL without a path. */
  readonly url: string;
  /** PEM of its authority. */
  readonly ca: string;
  /** Bearer token of an administrator. */
  readonly token: string;
}

/** An API server that runs. */
export interface ApiServer extends Access {
  /** Path of a kubeconfig of its administrator. */
  readonly kubeconfig: string;
  /** Folder of its logs. */
  readonly logs: string;
  /** Path of its audit log; see `readAudit`. */
  readonly auditLog: string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** What was answered. */
export interface Answer {
  readonly status: number;
  /** The answer as JSON, or its text where it is none. */
  readonly body: unknown;
}

/** One request. */
export interface Call {
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. @default - none */
  readonly body?: unknown;
  /** @default 'application/json', or a merge patch */
  readonly type?: string;
}

/** Sends a request; an answer of any status is an answer. */
export function call({ url, ca, token }: Access, path: string, { method = 'GET', body, type }: Call = {}): Promise<Answer> {
  const contentType = type ?? (method === 'PATCH' ? 'application/merge-patch+json' : 'application/json');
  const options: RequestOptions = { method, ca, agent: false, headers: { authorization: `Bearer ${token}`, 'content-type': contentType } };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString()) }));
    });
    sent.setTimeout(30_000, () => sent.destroy(new Error(`${method} ${path}: no answer within 30 s`)));
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether it says that it is ready. */
export async function isReady(access: Access): Promise<boolean> {
  return (await call(access, '/readyz')).status === 200;
}

/** Writes a kubeconfig with one context. */
export function writeKubeconfig(path: string, { url, ca, token }: Access): void {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'server', cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'admin', context: { cluster: 'server', user: 'admin' } }],
    'current-context': 'admin',
  };
  writeFileSync(path, JSON.stringify(config));
}
