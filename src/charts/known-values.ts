import type { ResolvedResource, RuntimeValues } from '../profile/index.js';

/** A value that was not known when the manifests were made; `${NAME}` stands for it. */
export interface UnresolvedValue {
  /** Name of the variable, as Flux's `postBuild.substituteFrom` takes it. */
  readonly name: string;
  /** What the value is, and where it is found. */
  readonly description: string;
  /** How the value has to be written. */
  readonly form: 'text' | 'base64' | 'JSON text' | 'JSON list';
  /** Where it is found, for a program. */
  readonly source: ValueSource;
}

/** Where a value of a running platform is found; a CA bundle may be `optional`: without it, the CAs of the system count. */
export type ValueSource =
  | { readonly kind: 'identityHash'; readonly workspace: string; readonly apiExport: string }
  | { readonly kind: 'caBundle'; readonly secret: string; readonly key?: string; readonly optional: boolean }
  | { readonly kind: 'audiences'; readonly name: string };

/**
 * Values of a running platform, and placeholders for those that are not known.
 *
 * A placeholder is `${NAME:=0}`: where nobody gives the variable a value, Flux writes a 0, and the API server refuses
 * the object, since no field that such a value belongs to takes a number. So a missing value never reaches a platform.
 */
export class KnownValues {
  readonly #values: RuntimeValues;
  readonly #unresolved = new Map<string, UnresolvedValue>();
  readonly #sources = new Map<string, ValueSource>();

  constructor(values: RuntimeValues = {}) {
    this.#values = values;
  }

  /** The missing values, by name. */
  get unresolved(): readonly UnresolvedValue[] {
    return [...this.#unresolved.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Where the values are found that were asked for, known or not. */
  get sources(): readonly ValueSource[] {
    return [...this.#sources.values()];
  }

  /** The identity of an export. */
  identityHash(workspace: string, apiExport: string): string {
    const key = `${workspace}:${apiExport}`;
    const source = this.#from({ kind: 'identityHash', workspace, apiExport });
    return (
      this.#values.identityHashes?.[key] ??
      this.#placeholder(`IDENTITY_HASH_${key}`, `status.identityHash of APIExport ${apiExport} in workspace ${workspace}`, 'text', source)
    );
  }

  /** The CA bundle in a Secret, in the form that webhooks need. */
  caBundle(secret: string): string {
    const pem = this.#values.caBundles?.[secret];
    const source = this.#from({ kind: 'caBundle', secret, optional: false });
    return pem === undefined
      ? this.#placeholder(`CA_BUNDLE_${secret}`, `CA bundle in Secret ${secret}`, 'base64', source)
      : Buffer.from(pem).toString('base64');
  }

  /**
   * The CA bundle in a Secret as PEM; `none` if there is none.
   *
   * @param key key of the Secret; without it `ca.crt`, which a certificate of a public CA does not have
   */
  caPem(secret: string, key?: string): { readonly pem: string } | { readonly placeholder: string } | 'none' {
    const pem = this.#values.caBundles?.[secret];
    const source = this.#from({ kind: 'caBundle', secret, ...(key === undefined ? {} : { key }), optional: key === undefined });
    const description = `CA bundle in Secret ${secret}${key === undefined ? '' : `, key ${key}`}`;
    if (pem === undefined) return { placeholder: this.#placeholder(`CA_PEM_${secret}`, description, 'JSON text', source) };
    return pem === '' ? 'none' : { pem };
  }

  /** The client ids that tokens are for. */
  audiences(name: string): { readonly list: readonly string[] } | { readonly placeholder: string } {
    const list = this.#values.audiences?.[name];
    const source = this.#from({ kind: 'audiences', name });
    return list
      ? { list: [...list].sort() }
      : {
          placeholder: this.#placeholder(
            `AUDIENCES_${name}`,
            `client ids in status.managedClients of IdentityProviderConfiguration ${name}`,
            'JSON list',
            source,
          ),
        };
  }

  /** What OCM resolved for a Resource; undefined as long as it is not known. */
  ocmResource(name: string): ResolvedResource | undefined {
    const { ocmResources = {} } = this.#values;
    return Object.hasOwn(ocmResources, name) ? ocmResources[name] : undefined;
  }

  /** Whether values that OCM resolved are given at all. */
  get hasOcmResources(): boolean {
    return this.#values.ocmResources !== undefined;
  }

  #from(source: ValueSource): ValueSource {
    this.#sources.set(JSON.stringify(source), source);
    return source;
  }

  #placeholder(key: string, description: string, form: UnresolvedValue['form'], source: ValueSource): string {
    const name = key.toUpperCase().replace(/[^A-Z0-9]+/gu, '_');
    this.#unresolved.set(name, { name, description, form, source });
    return `\${${name}:=0}`;
  }
}
