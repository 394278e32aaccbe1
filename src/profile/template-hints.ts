import { functionNames, type TemplateError } from '../gotemplate/index.js';
import { nearName } from './near-name.js';
import type { TemplateData } from './variables.js';

const LITERAL_BRACES = 'write {{ "{{" }} for two braces that are text';

/** How to mend a template that has to work. */
export function failureHint(error: TemplateError): string {
  return error.undefinedFunction === undefined ? LITERAL_BRACES : (nearFunction(error) ?? `${LITERAL_BRACES}; functions are ${functionNames('profile').join(', ')}`);
}

/** How to mend a text that is kept where its template fails: mostly it was meant to be text. */
export function keptHint(error: TemplateError): string {
  return nearFunction(error) ?? LITERAL_BRACES;
}

function nearFunction({ undefinedFunction }: TemplateError): string | undefined {
  const near = undefinedFunction === undefined ? undefined : nearName(undefinedFunction, functionNames('profile'));
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** How to mend an expression without a value; a variable alone, such as `.Values.port`, may be misspelt. */
export function missingHint(expression: string, data: TemplateData): string {
  const [, prefix = '', name] = /^(\.Values)?\.(\w+)$/u.exec(expression) ?? [];
  const near = name === undefined ? undefined : nearName(name, Object.keys(data));
  return near === undefined ? 'check the name; `default` gives a value to one that may be missing' : `did you mean "${prefix}.${near}"?`;
}
