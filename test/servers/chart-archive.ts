import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binary } from './locate.ts';

/** Runs helm, which keeps its own things in a folder; returns what it printed. */
export function helm(home: string, ...args: readonly string[]): string {
  const env = { ...process.env, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  return execFileSync(binary('helm'), args, { encoding: 'utf8', stdio: 'pipe', env });
}

/** Packs a Helm chart from files by their paths, `Chart.yaml` among them; returns the path of the archive in `folder`. */
export function packChart(home: string, folder: string, files: ReadonlyMap<string, string>): string {
  const chart = mkdtempSync(join(home, 'chart-'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(chart, path)), { recursive: true });
    writeFileSync(join(chart, path), text);
  }
  return helm(home, 'package', chart, '--destination', folder).trim().split(': ').at(-1) ?? '';
}
