import { functionNames, type TemplateError } from '../../gotemplate/index.js';
import { nearName } from '../check/near-name.js';
import type { TemplateData } from './variables.js';

const LITERAL_BRACES = 'write {{ "{{" }} for two braces that are text';

/** Hints for a template that must work. */
export function failureHint(error: TemplateError): string {
  return error.undefinedFunction === undefined
    ? LITERAL_BRACES
    : (nearFunction(error) ?? `${LITERAL_BRACES}; functions are ${functionNames('profile').join(', ')}`);
}

/** Hints for a text that stays as it is because its template fails; usually it was not meant as a template. */
export function keptHint(error: TemplateError): string {
  return nearFunction(error) ?? LITERAL_BRACES;
}

function nearFunction({ undefinedFunction }: TemplateError): string | undefined {
  const near = undefinedFunction === undefined ? undefined : nearName(undefinedFunction, functionNames('profile'));
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** Hints for a `printf` whose format does not fit its values. */
export function printfHint(mark: string): string {
  if (mark.includes('(float64=')) return 'a number of a profile is a float: %v prints it as it is, %.0f without decimals';
  if (mark.includes('(EXTRA ')) return 'the format has fewer verbs than there are values';
  if (mark.endsWith('(MISSING)')) return 'the format has more verbs than there are values; two percent signs print one';
  if (mark.endsWith('(NOVERB)')) return 'a verb such as %s or %v is missing; two percent signs print one';
  if (mark.endsWith('=...)') || mark.endsWith('(<nil>)')) return 'the verb does not fit the value: %s prints a text, %v any value';
  return 'an index in brackets and a `*` count the values after the format; `*` takes a whole number';
}

/** How to mend an expression without a value; a variable alone, such as `.Values.port`, may be misspelt. */
export function missingHint(expression: string, data: TemplateData): string {
  const [, prefix = '', name] = /^(\.Values)?\.(\w+)$/u.exec(expression) ?? [];
  const near = name === undefined ? undefined : nearName(name, Object.keys(data));
  return near === undefined ? 'check the name; `default` gives a value to one that may be missing' : `did you mean "${prefix}.${near}"?`;
}
