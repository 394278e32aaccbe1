import { errorsPage } from './errors-page.ts';
import { featureTogglesPage } from './feature-toggles-page.ts';
import { kcpPage } from './kcp-page.ts';
import { platformMeshPage } from './platform-mesh-page.ts';
import type { Product } from './product.ts';
import { profilePage } from './profile-page.ts';
import { templatesPage } from './templates-page.ts';

/** Every generated page: its path, and its text. */
export async function pages(product: Product): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/profile.md', profilePage(product)],
    ['docs/platform-mesh.md', platformMeshPage(product)],
    ['docs/templates.md', templatesPage(product)],
    ['docs/kcp.md', kcpPage(product)],
    ['docs/feature-toggles.md', featureTogglesPage(product)],
    ['docs/errors.md', await errorsPage(product)],
  ]);
}
