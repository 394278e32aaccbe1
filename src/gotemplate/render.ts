import { Executor, type OutputSpan } from './exec.js';
import { FUNCTION_MAPS } from './functions/index.js';
import { DEFAULT_LIMITS, type TemplateLimits } from './limits.js';
import { parse } from './parser.js';

/** How a template is rendered. */
export interface RenderOptions {
  /**
   * Functions beside Go's builtins: `profile` has default, toYaml, nindent and its own or, and, not; `manifest` has indent.
   * @default 'profile'
   */
  readonly functions?: 'profile' | 'manifest';
  /**
   * Name of the template in messages.
   * @default 'template'
   */
  readonly name?: string;
  /** Bounds of one run. @default - DEFAULT_LIMITS */
  readonly limits?: Partial<TemplateLimits>;
  /** Told where each piece of the output came from. */
  readonly onSpan?: (span: OutputSpan) => void;
  /** Told when an action prints `<no value>`: its offset and its text. */
  readonly onMissing?: (offset: number, expression: string) => void;
  /** Told when an action prints what `printf` writes for a value that does not fit, such as `%!d(string=...)`: its offset and the mark. */
  readonly onPrintfMark?: (offset: number, mark: string) => void;
}

/**
 * Renders a Go template over JSON data.
 *
 * Numbers are Go's float64, bigints its int; a key that is missing prints `<no value>`.
 *
 * @throws {TemplateError} with Go's stage, line and message; also when a limit is exceeded.
 *
 * @example
 * render('https://{{ .host }}', { host: 'example.com' }); // https://example.com
 */
export function render(text: string, data: unknown, options: RenderOptions = {}): string {
  const { name = 'template', onSpan, onMissing, onPrintfMark } = options;
  const functions = FUNCTION_MAPS[options.functions ?? 'profile'];
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const templates = parse(text, { name, limits, hasFunction: (candidate) => functions.has(candidate) });
  return new Executor(templates, { name, text, functions, limits, onSpan, onMissing, onPrintfMark }).run(data);
}
