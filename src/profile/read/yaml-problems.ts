import type { YamlDocument, YamlError } from '../../gotemplate/index.js';
import type { Problems } from '../problems.js';
import type { SourceText } from './source-text.js';

/** Reports a text that is not YAML. */
export function reportYaml(error: YamlError, source: SourceText, problems: Problems): void {
  problems.error('invalid-yaml', {
    message: `not YAML: ${error.message}`,
    location: source.locate({ start: error.offset, end: error.offset + 1 }),
  });
}

/** Warns about valid YAML that is usually a mistake. */
export function reportWarnings(document: YamlDocument, source: SourceText, problems: Problems): void {
  for (const warning of document.warnings) {
    if (warning.kind === 'duplicate-key') {
      const first = source.locate({ start: warning.first, end: warning.first + 1 }).line;
      problems.warning('duplicate-key', {
        message: `the key "${warning.key}" is repeated (first in line ${first}); the last one counts`,
        location: source.locate(warning),
      });
    } else {
      problems.warning('further-documents', {
        message: 'only the first document of a profile is read',
        location: source.locate({ start: warning.start, end: warning.start + 3 }),
      });
    }
  }
}
