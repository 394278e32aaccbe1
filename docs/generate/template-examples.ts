import { memoryFiles } from './memory-files.ts';
import type { Product } from './product.ts';

/** A value of a chart with a template in it. */
export interface TemplateExample {
  /** Where it stands. */
  readonly place: 'components' | 'infra' | 'spec.values';
  /** One key and its value, as YAML. */
  readonly written: string;
  readonly note?: string;
}

/** All of them are run; the page shows what they come to. */
export const TEMPLATE_EXAMPLES: readonly TemplateExample[] = [
  { place: 'components', written: "host: 'portal.{{ .baseDomain }}'" },
  { place: 'components', written: "url: '{{ .protocol }}://{{ .baseDomainPort }}/login'" },
  { place: 'components', written: "port: '{{ .port }}'", note: 'a text, because of the quotes' },
  {
    place: 'components',
    written: 'port: {{ .port }}',
    note: 'without quotes the profile is no YAML, so it is rendered as a whole and parsed then',
  },
  { place: 'components', written: 'tls: {{ eq .protocol "https" }}', note: 'as above' },
  { place: 'components', written: 'mode: \'{{ if eq .protocol "https" }}secure{{ else }}plain{{ end }}\'' },
  { place: 'components', written: "timeout: '{{ .timeout }}'", note: 'a key of `components`' },
  { place: 'components', written: 'theme: \'{{ .theme | default "light" }}\'' },
  { place: 'components', written: "theme: '{{ .theme }}'", note: 'an unknown name' },
  { place: 'components', written: "'{{ .baseDomain }}': true", note: 'keys are rendered too' },
  { place: 'components', written: 'text: \'{{ "{{" }} .Values.host }}\'', note: 'the chart gets two braces' },
  { place: 'components', written: "host: '{{ .baseDomain | upper }}'", note: 'an error in `components`' },
  { place: 'infra', written: "host: '{{ .baseDomain | upper }}'", note: 'kept in `infra`' },
  { place: 'spec.values', written: "host: 'portal.{{ .baseDomain }}'" },
  { place: 'spec.values', written: "'{{ .baseDomain }}': true", note: 'keys are not rendered' },
  { place: 'spec.values', written: "host: '{{ .baseDomain | upper }}'", note: 'kept in `spec.values`' },
];

/** A profile that is no YAML before it is rendered. */
export const RENDERED_AS_A_WHOLE = `components:
  services:
    portal:
      enabled: true
      values:
        port: {{ .port }}
        {{- if eq .protocol "https" }}
        tls: true
        {{- end }}
`;

/** What an example comes to: the value, or what is said instead; and the codes of the problems. */
export interface Outcome {
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly codes: readonly string[];
}

/** Loads a platform with the example in it. */
export function outcomeOf(product: Product, { place, written }: TemplateExample): Outcome {
  return outcomeOfProfile(product, profile(place, written), platformMesh(place === 'spec.values' ? written : undefined));
}

/** Loads a platform with one component. */
export function outcomeOfProfile({ library }: Product, text: string, mesh = platformMesh(undefined)): Outcome {
  const files = { 'platform-mesh.yaml': mesh, 'profile.yaml': text };
  try {
    const { blueprint, problems } = library.loadBlueprint({
      files: ['platform-mesh.yaml'],
      profile: 'profile.yaml',
      from: memoryFiles(files),
    });
    const release = blueprint.components[0]?.release;
    return { values: release === undefined || release === 'none' ? undefined : release.values, codes: problems.map(({ code }) => code) };
  } catch (error) {
    if (!(error instanceof library.InvalidInputError)) throw error;
    return { values: undefined, codes: error.problems.map(({ code }) => code) };
  }
}

function platformMesh(values: string | undefined): string {
  const head = [
    'apiVersion: core.platform-mesh.io/v1alpha1',
    'kind: PlatformMesh',
    'metadata: {name: mesh, namespace: mesh}',
    'spec:',
    '  exposure: {baseDomain: mesh.example.com}',
  ];
  return [
    ...head,
    ...(values === undefined ? [] : ['  values:', '    services:', '      portal:', '        values:', `          ${values}`]),
    '',
  ].join('\n');
}

function profile(place: TemplateExample['place'], written: string): string {
  if (place === 'infra') return ['infra:', '  certManager:', '    enabled: true', '    values:', `      ${written}`, ''].join('\n');
  const values = place === 'components' ? ['      values:', `        ${written}`] : [];
  return ['components:', '  timeout: 20m', '  services:', '    portal:', '      enabled: true', ...values, ''].join('\n');
}
