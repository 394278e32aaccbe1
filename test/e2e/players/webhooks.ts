import type { RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';

/** A request that an API server asked about. */
export interface Review {
  /** Path of the webhook. */
  readonly path: string;
  readonly operation: string;
  /** Plural name. */
  readonly resource: string;
}

interface AdmissionReview {
  readonly request: { readonly uid: string; readonly operation: string; readonly resource: { readonly resource: string } };
}

/** An admission webhook that allows everything, and keeps what it was asked in `reviews`. */
export function admissionWebhook(reviews: Review[]): RequestListener {
  return (request, response) => {
    void (json(request) as Promise<AdmissionReview>).then(({ request: { uid, operation, resource } }) => {
      reviews.push({ path: (request.url ?? '').replace(/\?.*$/u, ''), operation, resource: resource.resource });
      const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid, allowed: true } };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(review));
    });
  };
}
