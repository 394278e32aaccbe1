// Writes manifests/crds from the schemas.
import { mkdirSync, writeFileSync } from 'node:fs';
import { crdYaml } from '../lib/resources/index.js';

mkdirSync('manifests/crds', { recursive: true });
for (const [file, text] of crdYaml()) writeFileSync(`manifests/crds/${file}`, text);
