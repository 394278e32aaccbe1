// Writes the generated pages of docs/ from the compiled program: `npm run docs` compiles it first.
import { writeFileSync } from 'node:fs';
import { pages } from './pages.ts';
import type { Product } from './product.ts';

const root = new URL('../../', import.meta.url);

async function compiled<Module>(path: string): Promise<Module> {
  return (await import(new URL(`lib/${path}`, root).href)) as Module;
}

const library: Product['library'] = await compiled('index.js');
const testing: Product['testing'] = await compiled('testing/index.js');
const product: Product = {
  cli: await compiled('cli/run.js'),
  gotemplate: await compiled('gotemplate/index.js'),
  library,
  profileSchema: await compiled('profile/schema.js'),
  resources: await compiled('resources/index.js'),
  testing,
  variables: await compiled('profile/render/variables.js'),
  modules: { cdk8s: await import('cdk8s'), 'platform-mesh-cdk8s': library, 'platform-mesh-cdk8s/testing': testing },
};

for (const [path, text] of await pages(product)) writeFileSync(new URL(path, root), text);
