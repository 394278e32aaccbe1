import { describe, expect, it } from '@jest/globals';
import { componentOf, load, messages, refused, services, valuesOf } from './blueprint-of.js';

describe('exposure', () => {
  it.each([
    [{}, { port: 8443, baseDomainPort: 'portal.localhost:8443', baseDomainWithPort: 'portal.localhost:8443' }],
    [
      { baseDomain: '', port: 0, protocol: '' },
      { baseDomain: 'portal.localhost', port: 8443, protocol: 'https' },
    ],
    [
      { baseDomain: 'a.b', port: 443 },
      { baseDomainPort: 'a.b', baseDomainWithPort: 'a.b' },
    ],
    [
      { baseDomain: 'a.b', port: 80, protocol: 'http' },
      { baseDomainPort: 'a.b', baseDomainWithPort: 'a.b:80', protocol: 'http' },
    ],
  ])('%j resolves to %j', (exposure, expected) => {
    expect(load({ spec: { exposure } }).blueprint.exposure).toMatchObject(expected);
  });
});

describe('services', () => {
  it('keeps a service value that spec.values does not mention', () => {
    const loaded = load({
      profile: services({ portal: { enabled: true, values: { replicas: 2, host: 'a' } } }),
      spec: { values: { services: { portal: { values: { host: 'b' } } } } },
    });
    expect(valuesOf(loaded, 'portal')).toEqual({ replicas: 2, host: 'b' });
  });

  it('takes spec.values without a services key as the services', () => {
    const loaded = load({ spec: { values: { portal: { enabled: true, values: { a: 1 } } } } });
    expect(valuesOf(loaded, 'portal')).toEqual({ a: 1 });
  });

  it('keeps a null within values, by which Helm deletes a default', () => {
    const loaded = load({
      profile: services({ portal: { enabled: true, values: { a: { b: 1 } } } }),
      spec: { values: { services: { portal: { values: { a: null } } } } },
    });
    expect(valuesOf(loaded, 'portal')).toEqual({ a: null });
  });

  it('switches a service off that is null in spec.values', () => {
    const loaded = load({ profile: services({ portal: { enabled: true } }), spec: { values: { services: { portal: null } } } });
    expect(loaded.blueprint.components).toEqual([]);
  });

  it.each([
    [true, 1],
    ['true', 1],
    ['{{ eq .port "8443" }}', 1],
    [false, 0],
    ['false', 0],
    ['{{ eq .port "1" }}', 0],
    [null, 0],
  ])('enabled: %j yields %d components', (enabled, count) => {
    expect(load({ profile: services({ portal: { enabled } }) }).blueprint.components).toHaveLength(count);
  });

  it('keeps the spelling of a name that YAML reads as something else', () => {
    const loaded = load({
      profile: 'components:\n  services:\n    yes: {enabled: true}\n    010: {enabled: true}\n    1e3: {enabled: true}\n',
    });
    expect(loaded.blueprint.components.map(({ name }) => name)).toEqual(['010', '1e3', 'yes']);
  });

  it('takes plain names in dependsOn', () => {
    const loaded = load({
      profile: services({ a: { enabled: true }, b: { enabled: true, dependsOn: ['a', { name: 'x', namespace: 'elsewhere' }] } }),
    });
    expect(componentOf(loaded, 'b').release).toMatchObject({ dependsOn: [{ name: 'a' }, { name: 'x', namespace: 'elsewhere' }], wave: 2 });
  });

  it('leaves what else Flux knows in dependsOn as it stands', () => {
    const dependsOn = [{ name: 'a', readyExpr: 'dep.status.ready' }];
    const loaded = load({ profile: services({ a: { enabled: true }, b: { enabled: true, dependsOn } }) });
    expect(componentOf(loaded, 'b').release).toMatchObject({ dependsOn });
  });

  it('takes an empty option for one that is not set', () => {
    const loaded = load({
      profile: services({
        a: {
          enabled: true,
          targetNamespace: '',
          repoURL: '',
          version: '',
          syncOptions: [],
          ignoreDifferences: [],
          ocm: { repo: { name: '' } },
        },
      }),
    });
    expect(componentOf(loaded, 'a')).toMatchObject({
      source: { kind: 'oci', chart: 'a' },
      release: { targetNamespace: 'mesh-system' },
      ocm: { chart: { repository: 'platform-mesh' } },
    });
    expect(componentOf(loaded, 'a').release).not.toHaveProperty('ignoreDifferences');
    expect(loaded.problems).toEqual([]);
  });

  it('makes text of labels and annotations', () => {
    const loaded = load({
      profile: services({ a: { enabled: true, imageResources: [{ annotations: { unsuspend: true, n: 1.5, gone: null } }] } }),
    });
    expect(componentOf(loaded, 'a').ocm.images[0]?.annotations).toEqual({ unsuspend: 'true', n: '1.5' });
  });

  it('names OCM objects by the service, then components, then the spec, then infra', () => {
    const profile = {
      infra: { ocm: { repo: { name: 'from-infra' }, component: { name: 'from-infra' } } },
      components: {
        ocm: { repo: { name: 'from-components' } },
        services: { a: { enabled: true, ocm: { component: { name: 'own' } } }, b: { enabled: true } },
      },
    };
    const loaded = load({ profile, spec: { ocm: { component: { name: 'from-spec' } } } });
    expect(componentOf(loaded, 'a').ocm.chart).toMatchObject({ repository: 'from-components', component: 'own' });
    expect(componentOf(loaded, 'b').ocm.chart).toMatchObject({ repository: 'from-components', component: 'from-spec' });
  });

  it('publishes the parts of an image where the profile asks for it', () => {
    const loaded = load({
      profile: services({ a: { enabled: true, imageResources: [{ annotations: { 'image-ref': 'combined' } }, { name: 'plain' }] } }),
    });
    expect(componentOf(loaded, 'a').ocm.images.map(({ localized }) => localized)).toEqual([true, false]);
  });
});

describe('infra components', () => {
  it('has a default for everything that a component needs', () => {
    const loaded = load({ profile: { infra: { certManager: { enabled: true } } } });
    expect(componentOf(loaded, 'cert-manager')).toMatchObject({
      technology: 'fluxcd',
      release: { interval: '5m', targetNamespace: 'mesh-system', timeout: '15m' },
      ocm: {
        chart: { component: 'platform-mesh', repository: 'platform-mesh', resource: 'chart', referencePath: [{ name: 'cert-manager' }] },
      },
    });
  });

  it('is overridden by spec.values beside services, and that by spec.infraValues', () => {
    const loaded = load({
      profile: { infra: { certManager: { enabled: true, values: { a: 'profile', b: 'profile', c: 'profile' } } } },
      spec: {
        values: { services: {}, certManager: { values: { b: 'values', c: 'values' } } },
        infraValues: { certManager: { values: { c: 'infraValues' } } },
      },
    });
    expect(valuesOf(loaded, 'cert-manager')).toEqual({ a: 'profile', b: 'values', c: 'infraValues' });
  });

  it('writes no sync options twice and adds those that gateway-api needs', () => {
    const profile = {
      infra: { deploymentTechnology: 'ArgoCD', gatewayApi: { enabled: true, kustomization: { install: { crds: 'Skip' } } } },
    };
    expect(componentOf(load({ profile }), 'gateway-api').release).toMatchObject({
      syncOptions: ['CreateNamespace=true', 'ServerSideApply=true', 'SkipDryRunOnMissingResource=true'],
    });
  });
});

describe('templates', () => {
  it('sees the same variables in infra, components and spec.values', () => {
    const text = 'https://x.{{ .baseDomainPort }}/{{ .Values.protocol }}/{{ .releaseNamespace }}/{{ .port }}';
    const loaded = load({
      profile: {
        infra: { certManager: { enabled: true, values: { text } } },
        components: { services: { a: { enabled: true, values: { text } } } },
      },
      spec: { values: { services: { b: { enabled: true, values: { text } } } } },
    });
    for (const name of ['cert-manager', 'a', 'b'])
      expect(valuesOf(loaded, name)).toEqual({ text: 'https://x.portal.localhost:8443/https/mesh-system/8443' });
  });

  it('types a plain value again, and leaves a quoted one a text', () => {
    const loaded = load({
      profile: [
        'components:',
        '  services:',
        '    a:',
        '      enabled: true',
        '      values:',
        '        plain: 1{{ .port }}',
        '        quoted: "{{ .port }}"',
        '',
      ].join('\n'),
    });
    expect(valuesOf(loaded, 'a')).toEqual({ plain: 18443, quoted: '8443' });
  });

  it.each([
    ['n{{ "ull" }}', null],
    ['N{{ "ULL" }}', null],
    ['~{{ "" }}', null],
    ['y{{ "" }}', true],
    ['ye{{ "s" }}', true],
    ['tr{{ "ue" }}', true],
    ['O{{ "N" }}', true],
    ['n{{ "" }}', false],
    ['o{{ "ff" }}', false],
    ['4{{ "2" }}', 42],
    ['-{{ "7" }}', -7],
    ['0{{ "644" }}', 420],
    ['0x{{ "1f" }}', 31],
    ['0b{{ "11" }}', 3],
    ['1{{ ".5" }}', 1.5],
    ['.{{ "5" }}', 0.5],
    ['1{{ "e3" }}', 1000],
    ['0{{ "8" }}', 8],
    ['2024{{ "-01-02" }}', '2024-01-02'],
    ['2024{{ "-01-02T03:04:05Z" }}', '2024-01-02T03:04:05Z'],
    ['1{{ ":30" }}', '1:30'],
    ['nul{{ "" }}', 'nul'],
    ['nu{{ "ll s" }}', 'null s'],
    ['.{{ "inf" }}', '.inf'],
    // A string that starts with braces is quoted in normalised YAML, so these stay texts.
    ['{{ "null" }}', 'null'],
    ['{{ "" }}', ''],
    ['{{ "~" }}', '~'],
    ['{{ 1 }}', '1'],
  ])('types %s in normalised YAML as %j', (text, value) => {
    const values = { x: text };
    const loaded = load({
      profile: {
        infra: { certManager: { enabled: true, values } },
        components: { services: { a: { enabled: true, values: { list: [text], ...values } } } },
      },
    });
    expect(valuesOf(loaded, 'a')).toEqual({ list: [value], x: value });
    expect(valuesOf(loaded, 'cert-manager')).toEqual({ x: value });
  });

  it('renders a profile that is no YAML before it is read, and points to the line that the user wrote', () => {
    const profile = [
      'components:',
      '  services:',
      '{{- if eq .protocol "https" }}',
      '    a:',
      '      enabled: true',
      '      values: {port: {{ .port }}}',
      '{{- end }}',
      '    b: {enabled: maybe}',
      '',
    ].join('\n');
    expect(messages(refused({ profile }))).toEqual([
      'profile.yaml:8:18 invalid-value: service "b": enabled must be true or false, not "maybe"',
    ]);
    expect(valuesOf(load({ profile: profile.replace('maybe', 'true') }), 'a')).toEqual({ port: 8443 });
  });

  it('keeps the text in infra and spec.values when its template fails, and says so', () => {
    const loaded = load({ profile: { infra: { certManager: { enabled: true, values: { alert: '{{ $labels.instance }} is down' } } } } });
    expect(valuesOf(loaded, 'cert-manager')).toEqual({ alert: '{{ $labels.instance }} is down' });
    expect(loaded.problems).toMatchObject([{ code: 'template-kept', hint: 'write {{ "{{" }} for two braces that are text' }]);
  });

  it('refuses a failing template in components', () => {
    expect(messages(refused({ profile: 'components:\n  services:\n    a:\n      values: {x: "{{ nope }}"}\n' }))).toEqual([
      'profile.yaml:4:23 invalid-template: services.a.values.x: function "nope" not defined',
    ]);
  });

  it('warns of a name that has no value', () => {
    const { problems } = load({
      profile: 'components:\n  services:\n    a:\n      enabled: true\n      values: {x: "a {{ .basedomain }}"}\n',
    });
    expect(messages(problems)).toEqual([
      'profile.yaml:5:25 missing-value: services.a.values.x: .basedomain has no value and prints "<no value>"',
    ]);
  });

  it.each([
    ['{{ .baseDomian }}', 'did you mean ".baseDomain"?'],
    ['{{ .Values.baseDomian }}', 'did you mean ".Values.baseDomain"?'],
    ['{{ .host }}', 'check the name; `default` gives a value to one that may be missing'],
  ])('says which name was likely meant by %s', (template, hint) => {
    expect(load({ profile: services({ a: { enabled: true, values: { x: template } } }) }).problems).toMatchObject([
      { code: 'missing-value', hint },
    ]);
  });

  it.each([
    ['{{ defualt "a" .port }}', /^did you mean "default"\?$/u],
    ['{{ toyaml .port }}', /^did you mean "toYaml"\?$/u],
    ['{{ uper .port }}', /^write \{\{ "\{\{" \}\} for two braces that are text; functions are and, .*, urlquery$/u],
    ['{{ .port', /^write \{\{ "\{\{" \}\} for two braces that are text$/u],
  ])('says how to mend %s', (template, hint) => {
    expect(refused({ profile: services({ a: { enabled: true, values: { x: template } } }) })).toMatchObject([
      { code: 'invalid-template', hint: expect.stringMatching(hint) as unknown },
    ]);
  });
});

describe("marks of Go's printf", () => {
  const PLACES = [
    [
      'components',
      'components:\n  services:\n    a:\n      enabled: true\n      values: {x: "a {{ TEMPLATE }}"}\n',
      'profile.yaml:5:25',
      'services.a.values.x',
    ],
    [
      'infra',
      "infra:\n  certManager:\n    enabled: true\n    values:\n      x: 'a {{ TEMPLATE }}'\n",
      'profile.yaml:5:16',
      'certManager.values.x',
    ],
    [
      'a profile that is rendered as a whole',
      'components:\n  services:\n    a:\n      enabled: {{ true }}\n      values: {x: "{{ TEMPLATE }}"}\n',
      'profile.yaml:5:23',
      'profile',
    ],
  ] as const;

  it.each(PLACES)('are a warning with its place in %s', (_, profile, place, path) => {
    const { problems } = load({ profile: profile.replace('TEMPLATE', 'printf `%d` .port') });
    expect(messages(problems)).toEqual([
      `${place} printf-mark: ${path}: printf prints "%!d(string=...)", because its format does not fit its values`,
    ]);
  });

  it('are a warning in spec.values', () => {
    const { problems } = load({ spec: { values: { a: { enabled: true, values: { x: '{{ printf "%d" .port }}' } } } } });
    expect(problems).toMatchObject([
      { code: 'printf-mark', message: expect.stringMatching(/^a\.values\.x: /u) as unknown, location: { file: 'platform-mesh.yaml' } },
    ]);
  });

  it.each([
    ['printf "%d" 1.5', '%!d(float64=...)', 'a number of a profile is a float: %v prints it as it is, %.0f without decimals'],
    ['printf "%s" "a" 7', '%!(EXTRA ...)', 'the format has fewer verbs than there are values'],
    ['printf "%s %s" "a"', '%!s(MISSING)', 'the format has more verbs than there are values; two percent signs print one'],
    ['printf "100%"', '%!(NOVERB)', 'a verb such as %s or %v is missing; two percent signs print one'],
    ['printf "%999999999d" 1', '%!(NOVERB)', 'a verb such as %s or %v is missing; two percent signs print one'],
    ['printf "%s" .nothing', '%!s(<nil>)', 'the verb does not fit the value: %s prints a text, %v any value'],
    ['printf "%d" "hunter2"', '%!d(string=...)', 'the verb does not fit the value: %s prints a text, %v any value'],
    ['printf "%*d" "x" 1', '%!(BADWIDTH)', 'an index in brackets and a `*` count the values after the format; `*` takes a whole number'],
  ])('of {{ %s }} are called %s', (template, mark, hint) => {
    const { problems } = load({ profile: services({ a: { enabled: true, values: { x: `{{ ${template} }}` } } }) });
    expect(problems).toMatchObject([{ code: 'printf-mark', message: expect.stringContaining(`"${mark}"`) as unknown, hint }]);
  });

  it.each(['100%! (really)', '%!x', '%!d(strings=1)'])('are not seen in %j', (text) => {
    const { problems } = load({ profile: services({ a: { enabled: true, values: { x: `{{ print \`${text}\` }}` } } }) });
    expect(problems).toEqual([]);
  });
});

describe('problems', () => {
  it.each([
    ['service', services({ a: { enabled: true, external: 'maybe' }, b: { enabled: true, dependsOn: ['a'] } })],
    [
      'infra component',
      {
        infra: { traefik: { enabled: true, name: 'proxy', interval: 'often' } },
        ...services({ b: { enabled: true, dependsOn: ['proxy'] } }),
      },
    ],
  ])('say nothing of what depends on a %s that is refused', (_, profile) => {
    expect(refused({ profile }).map(({ code }) => code)).toEqual(['invalid-value']);
  });

  it.each([
    [
      'an unknown technology',
      'infra: {deploymentTechnology: helm}\n',
      'profile.yaml:1:31 invalid-value: infra: deploymentTechnology must be fluxcd or argocd, not "helm"',
    ],
    [
      'services that are a list',
      'components: {services: [a]}\n',
      'profile.yaml:1:24 invalid-value: components.services: must be a map of services, not a list',
    ],
    [
      'a service that is a text',
      'components: {services: {a: on it}}\n',
      'profile.yaml:1:28 invalid-value: service "a": must be a map, not a single value',
    ],
    [
      'a wrong interval',
      'infra: {traefik: {enabled: true, interval: 5 min}}\n',
      'profile.yaml:1:44 invalid-value: infra component "traefik": interval must be a duration such as 5m or 1h30m, not "5 min"',
    ],
    [
      'a release name that is taken',
      'infra: {traefik: {enabled: true}}\ncomponents: {services: {traefik: {enabled: true}}}\n',
      'profile.yaml:2:25 duplicate-name: service "traefik": infra component "traefik" is already called "traefik"',
    ],
    ['a list', '- a\n', 'profile.yaml:1:1 invalid-profile: profile: the file must be a map with the keys infra and components, not a list'],
    ['no YAML', 'infra: [1\n', 'profile.yaml:2:1 invalid-yaml: not YAML: "," or "]" is expected here'],
  ])('refuses %s', (_, profile, message) => {
    expect(messages(refused({ profile }))).toContain(message);
  });

  it.each([
    [
      'an unknown dependency',
      'components: {services: {a: {enabled: true, dependsOn: [b]}}}\n',
      'profile.yaml:1:56 unknown-dependency: service "a": it depends on "b", which is neither a service nor an infra component',
    ],
    [
      'an image-ref that nobody knows',
      'components: {services: {a: {enabled: true, imageResources: [{annotations: {image-ref: joined}}]}}}\n',
      'profile.yaml:1:61 unknown-image-ref: service "a": image "a-image": image-ref "joined" is unknown; ' +
        'registry and repository become two values',
    ],
    [
      'a path of a tag that leads through a text',
      'components: {services: {a: {enabled: true, values: {image: x}, imageResources: [{annotations: {artifact: image}}]}}}\n',
      'profile.yaml:1:81 blocked-path: service "a": image "a-image": its version cannot be written to image.tag: ' +
        'image is no map in the values of "a"',
    ],
    [
      'a key that nobody reads',
      'components: {ocm: {skipVerify: true}}\n',
      'profile.yaml:1:20 unread-field: components: ocm.skipVerify is not read',
    ],
    [
      'a duplicate key',
      'infra: {}\ninfra: {}\n',
      'profile.yaml:2:1 duplicate-key: the key "infra" is repeated (first in line 1); the last one counts',
    ],
    [
      'further documents',
      'infra: {}\n---\ninfra: {}\n',
      'profile.yaml:2:1 further-documents: only the first document of a profile is read',
    ],
    [
      'values that Flux does not take',
      'infra: {traefikCRDs: {enabled: true, values: {a: 1}}}\n',
      'profile.yaml:1:38 ignored-field: infra component "traefikCRDs": values has no effect: ' +
        'the chart is installed with its own values by Flux',
    ],
  ])('warns of %s', (_, profile, message) => {
    expect(messages(load({ profile }).problems)).toContain(message);
  });

  it('refuses a name that no label holds, and says where it stands and why', () => {
    const [problem, ...others] = refused({ name: 'a'.repeat(64) });

    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      severity: 'error',
      location: { file: 'platform-mesh.yaml', line: 4, column: 9 },
      hint: expect.stringContaining('a label has at most 63 characters'),
    });
    expect(load({ name: 'a'.repeat(63) }).blueprint.instance.name).toHaveLength(63);
  });

  it.each([
    [
      'image-ref split',
      { values: { image: { tag: 'x' } }, imageResources: [{ annotations: { artifact: 'image', 'image-ref': 'split' } }] },
    ],
    ['a path through nothing', { values: {}, imageResources: [{ annotations: { artifact: 'image', path: 'a.b.c' } }] }],
    ['a path to a text', { values: { image: { tag: 'x' } }, imageResources: [{ annotations: { artifact: 'image' } }] }],
    ['an image for another release', { values: { image: 'x' }, imageResources: [{ annotations: { artifact: 'image', for: 'other' } }] }],
    ['a Resource that is no image', { values: { image: 'x' }, imageResources: [{}] }],
  ])('say nothing of %s', (_, service) => {
    expect(load({ profile: services({ a: { enabled: true, ...service } }) }).problems).toEqual([]);
  });

  it('says all of them at once', () => {
    const problems = refused({
      profile: services({ a: { enabled: 1 }, b: { enabled: true, dependsOn: 'a' } }),
      spec: { exposure: { port: 70000 } },
    });
    expect(problems.map(({ location }) => location?.file)).toEqual(['platform-mesh.yaml', 'profile.yaml', 'profile.yaml']);
  });
});
