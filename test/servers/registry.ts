import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { helm, packChart } from './chart-archive.ts';
import { foldersFor } from './folders.ts';
import { binary } from './locate.ts';
import { freePorts } from './ports.ts';
import { startProcess } from './process.ts';

/** An OCI registry on the loopback address, without TLS. */
export interface Registry {
  /** Host and port: `oci://<host>/charts/<name>` is where charts are. */
  readonly host: string;
  /** Folder of its log. */
  readonly logs: string;
  /** Packs a Helm chart from files by their paths, `Chart.yaml` among them, and pushes it to `charts/<its name>`. */
  pushChart(files: ReadonlyMap<string, string>): void;
  stop(): Promise<void>;
}

/** Starts an OCI registry. */
export async function startRegistry({ suite }: { readonly suite: string }): Promise<Registry> {
  const { data, logs, remove } = foldersFor(suite, 'registry');
  const [port = 0] = await freePorts(1);
  const host = `127.0.0.1:${port}`;
  const config = {
    version: 0.1,
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: join(data, 'blobs') } },
    http: { addr: host },
  };
  writeFileSync(join(data, 'config.json'), JSON.stringify(config));
  const server = await startProcess({
    path: binary('registry'),
    args: ['serve', join(data, 'config.json')],
    // It would look for a collector of traces.
    env: { OTEL_TRACES_EXPORTER: 'none' },
    logs,
    ready: async () => (await fetch(`http://${host}/v2/`)).ok,
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    remove();
  };
  return { host, logs, pushChart: (files) => pushChart(data, host, files), stop };
}

function pushChart(data: string, host: string, files: ReadonlyMap<string, string>): void {
  helm(data, 'push', '--plain-http', packChart(data, data, files), `oci://${host}/charts`);
}
