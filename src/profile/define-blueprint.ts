import { Type } from 'typebox';
import { InvalidInputError, type Problem } from '../errors.js';
import { exposureOf, PlatformMeshSchema, type PlatformMeshSpec } from '../resources/index.js';
import type { Settings } from '../settings.js';
import { resolveBlueprint, type LoadedBlueprint, type ReadInput } from './resolve/blueprint-from.js';
import type { Exposure } from './blueprint.js';
import type { BlueprintDefinition, ExposureDefinition } from './blueprint-definition.js';
import { check } from './check/check.js';
import { freeze } from './freeze.js';
import { INFRA_COMPONENTS } from './resolve/infra-components.js';
import { Problems } from './problems.js';
import type { Provenance } from './overlay/provenance.js';
import type { Profile } from './read/read-profile.js';
import { NO_TEXT, tracedMap, tracedValue } from './overlay/traced-value.js';
import { child, plain, type Traced, type TracedMap } from './overlay/traced.js';
import { exposureWithPorts } from './render/variables.js';

/**
 * A platform in TypeScript, without a profile and without templates; omitted fields have the defaults of a profile.
 *
 * It has the fields of a `PlatformMesh` and the sections of a profile, `infra` and `components`. Only two things differ: a
 * component in it is enabled, and a text with braces is not a template. A dependency on a missing service does not compile.
 * The definition is copied, and the result is frozen.
 *
 * @returns the Blueprint, and warnings: what has no effect, what waits for ever, and dependencies that are not in the platform.
 * @throws {InvalidInputError} with everything that the types cannot see: `invalid-name`, `duplicate-name`,
 * `dependency-cycle`, `invalid-value`, `missing-field`.
 *
 * @example
 * const exposure = defineExposure({ baseDomain: 'mesh.example.com', port: 443 });
 * const { blueprint } = defineBlueprint({
 *   name: 'mesh',
 *   namespace: 'platform-mesh-system',
 *   exposure,
 *   infra: { certManager: { targetNamespace: 'cert-manager' } },
 *   components: {
 *     services: {
 *       openfga: { external: true },
 *       portal: { dependsOn: ['openfga'], values: { host: `portal.${exposure.baseDomainPort}` } },
 *     },
 *   },
 * });
 * new PlatformMeshChart(app, 'mesh', { blueprint });
 */
export function defineBlueprint<Service extends string>(definition: BlueprintDefinition<Service>): LoadedBlueprint {
  const problems = new PlacelessProblems();
  const { name, namespace } = definition;
  const root = asMap(tracedValue(definition, 'code', problems));
  const checked = check(DefinitionSchema, root, `platform "${name}"`, problems);
  const read: ReadInput = {
    instance: { name, namespace },
    exposure: exposureWithPorts(exposureOf(checked?.exposure ? { exposure: checked.exposure } : {})),
    platformMesh: {
      metadata: tracedMap({ name: child(root, 'name'), namespace: child(root, 'namespace') }, 'code'),
      spec: tracedMap(
        { exposure: child(root, 'exposure'), kcp: child(root, 'kcp'), featureToggles: child(root, 'featureToggles') },
        'code',
      ),
    },
    spec: specOf(definition),
    profile: profileOf(root),
    overlays: { infra: [], services: undefined },
  };
  const blueprint = resolveBlueprint(read, plain(asMap(child(root, 'settings'))) as Settings, problems);
  if (!blueprint || problems.hasErrors) throw new InvalidInputError(problems.list());
  return { blueprint: freeze({ ...blueprint, provenance: codeProvenance(blueprint.provenance) }), problems: problems.list() };
}

/**
 * Where users reach a platform, with every default, and with the domain as URLs need it.
 *
 * @example
 * defineExposure({ baseDomain: 'mesh.example.com' }).baseDomainPort; // 'mesh.example.com:8443'
 */
export function defineExposure(exposure: ExposureDefinition = {}): Exposure {
  return freeze(exposureWithPorts(exposureOf({ exposure })));
}

const { metadata, spec } = PlatformMeshSchema.properties;
const Text = Type.String({ minLength: 1 });

function specOf<Service extends string>({ kcp, featureToggles = [] }: BlueprintDefinition<Service>): PlatformMeshSpec {
  const { extraWorkspaces = [], extraDefaultApiBindings = [] } = kcp ?? {};
  return {
    kcp: {
      extraWorkspaces: extraWorkspaces.map(({ path, type }) => ({
        path,
        type: typeof type === 'string' ? { name: type, path: 'root' } : type,
      })),
      extraDefaultAPIBindings: [...extraDefaultApiBindings],
    },
    featureToggles: featureToggles.map((name) => ({ name })),
  };
}

/** The fields around the components, which have schemas of their own. */
const DefinitionSchema = Type.Object(
  {
    name: metadata.properties.name,
    namespace: metadata.properties.namespace,
    // An exposure that is complete already knows what follows from it.
    exposure: Type.Optional(
      Type.Object(
        {
          ...spec.properties.exposure.properties,
          baseDomainPort: Type.Optional(Type.Any()),
          baseDomainWithPort: Type.Optional(Type.Any()),
        },
        { additionalProperties: false },
      ),
    ),
    settings: Type.Optional(
      Type.Object(
        {
          remoteRuntime: Type.Optional(Type.Object({ secretName: Text, secretKey: Text }, { additionalProperties: false })),
          idpRegistrationAllowed: Type.Optional(Type.Boolean()),
          idpWelcomeAdditionalRedirectUris: Type.Optional(Type.Array(Text)),
          idpWelcomeAdditionalPostLogoutRedirectUris: Type.Optional(Type.Array(Text)),
          domainCertificateCaSecretName: Type.Optional(Text),
          domainCertificateCaSecretKey: Type.Optional(Text),
        },
        { additionalProperties: false },
      ),
    ),
    kcp: Type.Optional(
      Type.Object(
        { extraWorkspaces: Type.Optional(Type.Array(Type.Any())), extraDefaultApiBindings: Type.Optional(Type.Array(Type.Any())) },
        { additionalProperties: false },
      ),
    ),
    featureToggles: Type.Optional(Type.Array(Text)),
    infra: Type.Optional(Type.Object({})),
    components: Type.Optional(Type.Object({})),
  },
  { required: ['name', 'namespace'], additionalProperties: false },
);

/** Problems of a definition have no file. */
class PlacelessProblems extends Problems {
  override list(): readonly Problem[] {
    return super.list().map(({ code, severity, message, hint }) => ({ code, severity, message, ...(hint === undefined ? {} : { hint }) }));
  }
}

/** The source of every value of a definition is code, also for the exposure and for settings. */
function codeProvenance(provenance: Provenance): Provenance {
  return {
    history: (path) =>
      provenance.history(path).map(({ origin, value }) => ({ origin: { layer: origin.layer === 'default' ? 'default' : 'code' }, value })),
    children: (path) => provenance.children(path),
  };
}

/** The two sections as a profile has them. */
function profileOf(root: TracedMap): Profile {
  const infraKeys = new Set<string>(INFRA_COMPONENTS.map(({ key }) => key));
  return {
    source: NO_TEXT,
    infra: mapValues(child(root, 'infra'), (component, key) => (infraKeys.has(key) ? enabled(component) : component)),
    components: mapValues(child(root, 'components'), (value, key) =>
      key === 'services' && value.kind === 'map' ? mapValues(value, enabled) : value,
    ),
  };
}

/** A component is enabled unless it says otherwise. */
function enabled(component: Traced): Traced {
  if (component.kind !== 'map' || component.entries.has('enabled')) return component;
  const defaults = tracedMap({ enabled: tracedValue(true, 'default', new Problems()) }, 'default');
  return { ...component, entries: new Map([...defaults.entries, ...component.entries]) };
}

function mapValues(traced: Traced | undefined, change: (value: Traced, key: string) => Traced): TracedMap {
  const map = asMap(traced);
  return { ...map, entries: new Map([...map.entries].map(([key, entry]) => [key, { ...entry, value: change(entry.value, key) }])) };
}

function asMap(traced: Traced | undefined): TracedMap {
  return traced?.kind === 'map' ? traced : tracedMap({}, 'code');
}
