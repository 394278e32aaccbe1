/** Milliseconds of each unit that Go knows. */
const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const DURATION = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/u;

/**
 * Milliseconds of a Go duration, such as `15m`, `1h30m` or `1.5s`; undefined if the text is not a duration.
 *
 * As in Go's `time.ParseDuration`, a number needs a unit, except for `0`, and a sign may stand before all of it.
 */
export function parseDuration(text: string): number | undefined {
  if (/^[+-]?0$/u.test(text)) return 0;
  if (!DURATION.test(text)) return undefined;
  const parts = text.matchAll(/(\d+\.?\d*|\.\d+)([a-zµμ]+)/gu);
  const sum = [...parts].reduce((total, [, number = '', unit = '']) => total + Number(number) * (UNITS[unit] ?? 0), 0);
  return text.startsWith('-') ? -sum : sum;
}
