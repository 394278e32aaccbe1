/** Labels that objects are selected by. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

/**
 * A selector as requests have it, such as `app=portal,tier in (a,b)`; undefined when it selects everything.
 *
 * An operator that nobody knows stays as it is: the API server refuses it with good words.
 */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string | undefined {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' || operator === 'NotIn' ? operator.toLowerCase() : operator} (${values.join(',')})`;
  });
  return labels.length + expressions.length === 0 ? undefined : [...labels, ...expressions].join(',');
}
