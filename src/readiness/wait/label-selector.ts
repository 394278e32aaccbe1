import { at } from '../../kubernetes/index.js';
import type { Observed } from '../readiness.js';

/** Labels that objects are selected by. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelExpression[];
}

/** A condition on one label. */
export interface LabelExpression {
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  readonly values?: readonly string[];
}

/**
 * A selector as requests have it, such as `app=portal,tier in (a,b)`; undefined when it selects everything.
 *
 * An unknown operator stays as it is, since the API server refuses it with a good message.
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

/** Whether a selector selects an object. As for the API server, `NotIn` selects objects without the label as well. */
export function isSelected(object: Observed, { matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  const value = (key: string): unknown => at(object, 'metadata', 'labels', key);
  const hasLabels = Object.entries(matchLabels).every(([key, text]) => value(key) === text);
  return hasLabels && matchExpressions.every((expression) => meets(value(expression.key), expression));
}

function meets(value: unknown, { operator, values = [] }: LabelExpression): boolean {
  const isIn = typeof value === 'string' && values.includes(value);
  if (operator === 'In') return isIn;
  if (operator === 'NotIn') return !isIn;
  if (operator === 'Exists') return value !== undefined;
  return operator === 'DoesNotExist' && value === undefined;
}

/** Whether a selector asks for a label, with one of some values or with any. */
export function asksFor({ matchLabels = {}, matchExpressions = [] }: LabelSelector, label: string): boolean {
  const isAsked = ({ key, operator }: LabelExpression): boolean => key === label && (operator === 'In' || operator === 'Exists');
  return Object.hasOwn(matchLabels, label) || matchExpressions.some(isAsked);
}
