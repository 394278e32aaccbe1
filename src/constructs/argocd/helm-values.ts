import { Document, visit } from 'yaml';

/** What some reader of YAML 1.1 or 1.2 would take for something else, or not read at all, without quotes. */
const DISGUISED = /^[-+.\d=<]|[\u007f-\u009f\u2028\u2029\ufeff]|(^|\n)[ \t]|[ \t\r\n]$/u;

/** Go's reader breaks lines at the first ones and refuses or drops the others, within quotes too. */
const INVISIBLE = /[\u007f-\u009f\u2028\u2029\ufeff]/gu;

/**
 * Helm values as the text that an Application carries: sorted keys, and quotes wherever a reader of YAML 1.1 or 1.2
 * would take a string for something else.
 */
export function helmValuesText(values: object): string {
  const document = new Document(values, { sortMapEntries: true, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  visit(document, {
    Scalar(_key, scalar) {
      if (typeof scalar.value === 'string' && DISGUISED.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true }).replace(INVISIBLE, escape);
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
