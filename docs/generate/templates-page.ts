import { flow } from './flow.ts';
import { code, fence, GENERATED, page, table } from './markdown.ts';
import type { Product } from './product.ts';
import { outcomeOf, RENDERED_AS_A_WHOLE, TEMPLATE_EXAMPLES, type Outcome } from './template-examples.ts';
import { FUNCTION_DATA, TEMPLATE_FUNCTIONS } from './template-functions.ts';

/** docs/templates.md: the template language of profiles and of spec.values. */
export function templatesPage(product: Product): string {
  return page(
    GENERATED,
    INTRODUCTION,
    '## Examples',
    'The platform has `exposure.baseDomain: mesh.example.com` and `components.timeout: 20m`. Each example is a value of a chart: of a service, and in `infra` of an infra component.',
    examples(product),
    VARIABLES,
    variables(product),
    OWN_KEYS,
    RENDERING,
    FUNCTIONS,
    functions(product),
    EMPTY,
  );
}

const INTRODUCTION = `# Templates

Strings in a [profile](profile.md), and in \`spec.values\` and \`spec.infraValues\` of a [PlatformMesh](platform-mesh.md), may
hold Go templates: what stands between \`{{\` and \`}}\` is replaced when the platform is resolved, before Helm sees it. The
language is Go's [\`text/template\`](https://pkg.go.dev/text/template): actions, pipelines, \`if\`, \`range\`, \`with\`,
\`define\`, variables, comments, \`{{-\` and \`-}}\`. It has the functions below and no others; there is no sprig.

To give a chart two braces that are text, write \`{{ "{{" }}\`.`;

function examples(product: Product): string {
  return table(
    ['in', 'written', 'becomes', ''],
    TEMPLATE_EXAMPLES.map((example) => [
      code(example.place),
      code(example.written),
      becomes(outcomeOf(product, example)),
      example.note ?? '',
    ]),
  );
}

function becomes({ values, codes }: Outcome): string {
  const links = [...new Set(codes)].map((name) => `[\`${name}\`](errors.md#${name})`).join(', ');
  if (!values) return links;
  const text = code(
    Object.entries(values)
      .map(([key, value]) => `${flow(key)}: ${flow(value)}`)
      .join(', '),
  );
  return links === '' ? text : `${text} and ${links}`;
}

const VARIABLES = `## Variables

They come from \`spec.exposure\` and from the namespace of the \`PlatformMesh\`, and all of them are texts. Each also stands
under \`Values\`: \`{{ .Values.baseDomain }}\` is \`{{ .baseDomain }}\`.`;

const NAMESPACE = 'platform-mesh-system';

const EXPOSURES = [
  { heading: 'nothing given', given: {} },
  { heading: '`mesh.example.com`, 443', given: { baseDomain: 'mesh.example.com', port: 443 } },
  { heading: '`mesh.example.com`, 80, `http`', given: { baseDomain: 'mesh.example.com', port: 80, protocol: 'http' } },
];

function variables({ resources, variables: { exposureWithPorts, templateVariables } }: Product): string {
  const columns = EXPOSURES.map(({ given }) => templateVariables(exposureWithPorts(resources.exposureOf({ exposure: given })), NAMESPACE));
  const names = Object.keys(columns[0] ?? {}).filter((name) => name !== 'Values');
  return table(
    ['variable', ...EXPOSURES.map(({ heading }) => heading)],
    names.map((name) => [code(name), ...columns.map((column) => code(flow(column[name])))]),
  );
}

const OWN_KEYS = `The two that hold the domain with its port differ for port 80 alone. In the section \`components\` its own keys are there as
well, as they stand in the profile: \`{{ .timeout }}\`, \`{{ .services.portal.enabled }}\`. A variable wins over a key of its
name.`;

const RENDERING = `## How a string is rendered

| where | what is rendered | type of the result | a template that fails |
|---|---|---|---|
| \`components\` of a profile | values and keys, one by one | as YAML reads it, see below | error [\`invalid-template\`](errors.md#invalid-template) |
| \`infra\` of a profile | values and keys, one by one | as YAML reads it, see below | kept as it stands, warning [\`template-kept\`](errors.md#template-kept) |
| \`spec.values\`, \`spec.infraValues\` | values, one by one; one without \`}}\` is no template | text, always | kept as it stands, warning [\`template-kept\`](errors.md#template-kept) |
| a profile that is no YAML as it stands | the whole file at once | as YAML reads it | error [\`invalid-template\`](errors.md#invalid-template) |

A name that is not there prints \`<no value>\`, which is the warning [\`missing-value\`](errors.md#missing-value); only in a profile
that is rendered as a whole nobody notices. A \`printf\` whose format does not fit its values prints one of Go's marks, such as
\`%!d(string=8443)\`, which is the warning [\`printf-mark\`](errors.md#printf-mark).

**A profile that is YAML** is read first and rendered then: each string is rendered as it would stand in a file that has
been written anew, with quotes only where YAML needs them. A string that starts with \`{{\` needs them, so what it renders
to stays a text. One that starts otherwise does not, so \`on{{ "" }}\` becomes \`true\`.

**A profile that is no YAML** as it stands is rendered as a whole and read then. It may have values without quotes and
lines that are nothing but control flow:

${fence('text', RENDERED_AS_A_WHOLE)}

The variables are there, the keys of \`components\` are not: they have not been read yet.

Options that want \`true\` or \`false\`, or a whole number, take the text of it too, so \`enabled: '{{ eq .port "443" }}'\` is
fine. Values of a chart are not converted: what a chart wants as a number must be one, which \`spec.values\` cannot make by
a template.`;

const FUNCTIONS = `## Functions

\`default\`, \`toYaml\` and \`nindent\` are added, \`and\`, \`or\` and \`not\` replace Go's own, the others are Go's. A value may
also be given through a pipe, as the last argument: \`{{ .theme | default "light" }}\`. The examples see \`host: example.com\`,
\`port: "443"\`, \`list: [a, b]\` and \`map: {a: x, b-c: "yes"}\`.`;

function functions({ gotemplate }: Product): string {
  return table(
    ['function', 'what it is', 'example', 'prints'],
    Object.values(TEMPLATE_FUNCTIONS).map(({ usage, description, example }) => [
      code(usage),
      description,
      code(example),
      printed(example === '' ? '' : gotemplate.render(example, FUNCTION_DATA)),
    ]),
  );
}

function printed(text: string): string {
  return code(text.includes('\n') ? JSON.stringify(text) : text);
}

const EMPTY = `Empty are \`false\`, 0, an empty text, an empty list or map, \`null\`, and what is not there. Any other text is not empty, also
\`"false"\` and \`"0"\`. Comparisons convert nothing: \`port\` is a text, so \`eq .port 443\` fails and \`eq .port "443"\` does not.`;
