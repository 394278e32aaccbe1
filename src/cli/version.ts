import { readFileSync } from 'node:fs';

/** The state of the Go operator whose behaviour was recorded and is compared with. */
const REFERENCE = 'platform-mesh-operator a90b69f (2026-07-22)';

/** The version of this program, and which reference it matches. */
export function versionText(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return `platform-mesh ${version}\nmatches ${REFERENCE}`;
}
