import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { call, type ApiServer } from './api-server.ts';
import { variableOfCrds, type CrdFamily } from './binaries.ts';
import { crdFolder } from './locate.ts';
import { until } from './until.ts';

/** Installs the CustomResourceDefinitions of a family, and waits until their objects can be made. */
export async function installCrds(kube: ApiServer, family: CrdFamily): Promise<void> {
  const folder = crdFolder(family);
  if (folder === undefined)
    throw new Error(`the CRDs of ${family} are missing: run \`npm run servers\`, or name their folder by ${variableOfCrds(family)}`);
  const crds = readdirSync(folder).flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS() as Crd),
  );
  for (const crd of crds) await ensure(kube, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd);
  // Controllers end when discovery does not list a kind, which comes a moment after the CRD is Established.
  for (const {
    metadata: { name },
    spec: { group, names, versions },
  } of crds) {
    for (const { name: version } of versions.filter(({ served }) => served)) {
      await until(`${name} is served`, async () =>
        JSON.stringify((await call(kube, `/apis/${group}/${version}`)).body).includes(`"name":"${names.plural}"`),
      );
    }
  }
}

/** What is read of a CustomResourceDefinition. */
interface Crd {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean }[];
  };
}

/** Makes an object, unless one of its name is there. */
export async function ensure(kube: ApiServer, path: string, object: unknown): Promise<void> {
  const { status, body } = await call(kube, path, { method: 'POST', body: object });
  if (status !== 201 && status !== 409) throw new Error(`${path}: ${JSON.stringify(body)}`);
}
