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
    'The platform has `exposure.baseDomain: mesh.example.com` and `components.timeout: 20m`. Each example is a Helm value: in `infra` that of an infra component, elsewhere that of a service.',
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

Strings in a [profile](profile.md), and in \`spec.values\` and \`spec.infraValues\` of a [PlatformMesh](platform-mesh.md), may contain Go
templates. \`synth\` and \`apply\` replace the text between \`{{\` and \`}}\` before Helm sees it. The language is Go's [\`text/template\`](https://pkg.go.dev/text/template): actions, pipelines, \`if\`, \`range\`, \`with\`,
\`define\`, variables, comments, \`{{-\` and \`-}}\`. It has only the functions below; there is no sprig.

To pass two literal braces to a chart, write \`{{ "{{" }}\`.`;

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

Variables come from \`spec.exposure\` and from the namespace of the \`PlatformMesh\`. All of them are texts. Each is also a key of \`Values\`:
\`{{ .Values.baseDomain }}\` equals \`{{ .baseDomain }}\`.`;

const NAMESPACE = 'platform-mesh-system';

const EXPOSURES = [
  { heading: 'nothing set', given: {} },
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

const OWN_KEYS = `The two variables with domain and port differ only for port 80. In the section \`components\`, templates also see the keys of that section, not
rendered: \`{{ .timeout }}\`, \`{{ .services.portal.enabled }}\`. A variable wins over a key with the same name.`;

const RENDERING = `## How a string is rendered

| where | what is rendered | type of the result | if a template fails |
|---|---|---|---|
| \`components\` of a profile | values and keys, one by one | as YAML reads it, see below | error [\`invalid-template\`](errors.md#invalid-template) |
| \`infra\` of a profile | values and keys, one by one | as YAML reads it, see below | kept as it is, warning [\`template-kept\`](errors.md#template-kept) |
| \`spec.values\`, \`spec.infraValues\` | values, one by one; a text without \`}}\` is no template | always text | kept as it is, warning [\`template-kept\`](errors.md#template-kept) |
| a profile that is no YAML | the whole file at once | as YAML reads it | error [\`invalid-template\`](errors.md#invalid-template) |

An unknown name prints \`<no value>\`, with the warning [\`missing-value\`](errors.md#missing-value). There is no warning in a profile that is
rendered as a whole. A \`printf\` whose format does not fit its values prints a mark of Go, such as \`%!d(string=8443)\`, with the warning
[\`printf-mark\`](errors.md#printf-mark).

**A profile that is YAML** is parsed first. Then each string is rendered in the form in which a YAML printer writes it, with quotes only if YAML
needs them. A string that starts with \`{{\` needs quotes, so its result stays a text. Other strings need none, so \`on{{ "" }}\` becomes
\`true\`.

**A profile that is no YAML** is rendered as a whole, and parsed then. It may have values without quotes, and lines with only control flow:

${fence('text', RENDERED_AS_A_WHOLE)}

Such a template sees the variables, but not the keys of \`components\`, because they are not parsed yet.

An option of type boolean or integer also accepts the value as a text, so \`enabled: '{{ eq .port "443" }}'\` works. Helm values are not
converted. If a chart needs a number, give it a number; a template in \`spec.values\` always gives a text.`;

const FUNCTIONS = `## Functions

\`default\`, \`toYaml\` and \`nindent\` are extra functions. \`and\`, \`or\` and \`not\` differ from Go's. The others are Go's. A pipe passes a value
as the last argument: \`{{ .theme | default "light" }}\`. The examples see \`host: example.com\`,
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

const EMPTY = `These values are empty: \`false\`, 0, an empty text, an empty list or map, \`null\`, and a missing value. Any other text is not empty, not even
\`"false"\` and \`"0"\`. Comparisons convert nothing: \`port\` is a text, so \`eq .port 443\` fails, and \`eq .port "443"\` works.`;
