import { json } from 'node:stream/consumers';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificateFor } from './network.ts';

/** What is asked about. */
export interface Admission {
  readonly name: string;
  readonly operation: string;
}

/** An admission webhook that can be away. */
export interface AdmissionServer {
  /** What it says from now on: why an object is refused, or undefined. */
  answer(why: (admission: Admission) => string | undefined): void;
  /** How often it was asked. */
  asked(): number;
  /** Cuts every connection until `resume`. */
  pause(): void;
  resume(): void;
  /** The webhook of a ValidatingWebhookConfiguration for a resource in a namespace; without an answer, the object is refused. */
  validatingWebhook(namespace: string, apiGroup: string, resource: string): object;
  stop(): Promise<void>;
}

/** Starts an admission webhook on the loopback address. */
export async function admissionServer(): Promise<AdmissionServer> {
  const { key, cert } = await certificateFor(['localhost']);
  const state = { why: (): string | undefined => undefined, asked: 0, paused: false } as {
    why: (admission: Admission) => string | undefined;
    asked: number;
    paused: boolean;
  };
  const server = createServer({ key, cert }, (request, response) => {
    void (json(request) as Promise<{ readonly request: Admission & { readonly uid: string } }>).then(
      ({ request: { uid, ...admission } }) => {
        state.asked += 1;
        const message = state.why(admission);
        const review = {
          apiVersion: 'admission.k8s.io/v1',
          kind: 'AdmissionReview',
          response: { uid, allowed: message === undefined, ...(message === undefined ? {} : { status: { message } }) },
        };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(review));
      },
    );
  });
  server.on('connection', (socket) => {
    if (state.paused) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    answer: (why) => {
      state.why = why;
    },
    asked: () => state.asked,
    pause: () => {
      state.paused = true;
      server.closeAllConnections();
    },
    resume: () => {
      state.paused = false;
    },
    validatingWebhook: (namespace, apiGroup, resource) => ({
      name: 'guard.example.com',
      clientConfig: { url: `https://localhost:${port}/`, caBundle: Buffer.from(cert).toString('base64') },
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      rules: [{ apiGroups: [apiGroup], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: [resource] }],
      failurePolicy: 'Fail',
      timeoutSeconds: 2,
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    }),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
