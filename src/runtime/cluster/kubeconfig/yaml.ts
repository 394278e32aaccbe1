// A bundler knows the names of a CommonJS module only where they are imported statically; so this is what is loaded late.
export { LineCounter, parseDocument } from 'yaml';
