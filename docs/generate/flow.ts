/** A value as YAML on one line. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${flow(inner)}`)
      .join(', ')}}`;
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[\w./][\w./:=-]*$/u.test(value) && !/^(?:[\d.]+|true|false|null|yes|no|on|off)$/iu.test(value) ? value : JSON.stringify(value);
}
