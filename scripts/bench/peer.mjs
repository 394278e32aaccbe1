// The peer of `npm run bench -- --check`: a bare process that reads the same files with the package "yaml" and prints them again.
// usage: node peer.mjs FILE...
import { readFileSync } from 'node:fs';
import { parseAllDocuments, stringify } from 'yaml';

for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) stringify(document.toJS());
}
