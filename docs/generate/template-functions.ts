/** A function of templates, as the page shows it. */
export interface FunctionEntry {
  readonly usage: string;
  readonly description: string;
  readonly example: string;
}

/** Every function that a profile and `spec.values` may use; a test compares the names with those of the engine. */
export const TEMPLATE_FUNCTIONS: Readonly<Record<string, FunctionEntry>> = {
  default: {
    usage: 'default FALLBACK VALUE',
    description: 'the value; the fallback if it is empty',
    example: '{{ .nothing | default "a" }}',
  },
  toYaml: {
    usage: 'toYaml VALUE',
    description: 'the value as YAML with sorted keys and a line break at the end',
    example: '{{ toYaml .map }}',
  },
  nindent: {
    usage: 'nindent WIDTH TEXT',
    description: 'a line break, the text with every line indented, a line break',
    example: '{{ toYaml .map | nindent 2 }}',
  },
  and: {
    usage: 'and A B',
    description: '`true` if neither is empty; takes exactly two arguments and evaluates both',
    example: '{{ and .port "x" }}',
  },
  or: {
    usage: 'or A B',
    description: 'the first if it is not empty, else the second; takes exactly two arguments and evaluates both',
    example: '{{ or "" .port }}',
  },
  not: { usage: 'not A', description: '`true` if the argument is empty', example: '{{ not "" }}' },
  eq: {
    usage: 'eq A B...',
    description: '`true` if the first equals one of the others; all have one type',
    example: '{{ eq .port "80" "443" }}',
  },
  ne: { usage: 'ne A B', description: 'not equal', example: '{{ ne .port "80" }}' },
  lt: { usage: 'lt A B', description: 'less; compares texts character by character', example: '{{ lt 1 2 }}' },
  le: { usage: 'le A B', description: 'less or equal', example: '{{ le 2 2 }}' },
  gt: { usage: 'gt A B', description: 'greater', example: '{{ gt 1 2 }}' },
  ge: { usage: 'ge A B', description: 'greater or equal', example: '{{ ge 2 2 }}' },
  len: { usage: 'len VALUE', description: 'number of entries, or of bytes in a text', example: '{{ len .list }}' },
  index: {
    usage: 'index VALUE KEY...',
    description: 'an entry of a map or a list; each further key goes one level down',
    example: '{{ index .map "b-c" }}',
  },
  slice: { usage: 'slice VALUE FROM TO', description: 'a part of a text or a list', example: '{{ slice "platform" 0 4 }}' },
  print: { usage: 'print VALUE...', description: 'the values as text', example: '{{ print .port "/" 1 }}' },
  println: {
    usage: 'println VALUE...',
    description: 'the same with spaces between and a line break at the end',
    example: '{{ println .port 1 }}',
  },
  printf: { usage: 'printf FORMAT VALUE...', description: "formatted as Go's `fmt` does", example: '{{ printf "%s:%s" .host .port }}' },
  html: { usage: 'html VALUE...', description: 'escaped for HTML', example: '{{ html "a<b" }}' },
  js: { usage: 'js VALUE...', description: 'escaped for JavaScript', example: '{{ js "a\'b" }}' },
  urlquery: { usage: 'urlquery VALUE...', description: 'escaped for the query of a URL', example: '{{ urlquery "a b&c" }}' },
  call: { usage: 'call FUNCTION', description: 'always fails, because a profile has nothing to call', example: '' },
};

/** What the examples of functions see. */
export const FUNCTION_DATA = { host: 'example.com', port: '443', list: ['a', 'b'], map: { a: 'x', 'b-c': 'yes' } };
