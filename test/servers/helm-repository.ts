import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { helm, packChart } from './chart-archive.ts';
import { foldersFor } from './folders.ts';
import { closed, portOf } from './ports.ts';

/** A Helm repository on the loopback address, without TLS. Argo CD takes charts from a registry by TLS alone. */
export interface HelmRepository {
  /** `<url>/index.yaml` names its charts. */
  readonly url: string;
  /** Packs a Helm chart from files by their paths, `Chart.yaml` among them, and adds it. */
  addChart(files: ReadonlyMap<string, string>): void;
  stop(): Promise<void>;
}

/** Starts a Helm repository without charts: an HTTP server over a folder. */
export async function startHelmRepository({ suite }: { readonly suite: string }): Promise<HelmRepository> {
  const folders = foldersFor(suite, 'helm-repository');
  const charts = join(folders.data, 'charts');
  mkdirSync(charts);
  const server = createServer((request, response) => {
    const file = join(charts, basename(new URL(request.url ?? '/', 'http://localhost').pathname));
    if (existsSync(file) && file !== charts) createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${portOf(server)}`;
  const index = (): void => void helm(folders.data, 'repo', 'index', charts, '--url', url);
  index();
  const addChart = (files: ReadonlyMap<string, string>): void => {
    packChart(folders.data, charts, files);
    index();
  };
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await closed(server);
    folders.remove();
  };
  return { url, addChart, stop };
}
