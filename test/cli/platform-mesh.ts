import { readFileSync } from 'node:fs';
import { run } from '../../src/cli/run.js';
import type { Io } from '../../src/cli/io.js';

/** What a command line printed and ended with. */
export interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, without a terminal. */
export async function platformMesh(...argv: readonly string[]): Promise<Result> {
  return platformMeshWith({}, ...argv);
}

/** The same with another environment, terminal or standard input. */
export async function platformMeshWith(io: Partial<Io>, ...argv: readonly string[]): Promise<Result> {
  let out = '';
  let err = '';
  const code = await run(argv, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    stdin: () =>
      readFileSync('examples/quickstart/platform-mesh.yaml', 'utf8') + '---\n' + readFileSync('examples/quickstart/profile.yaml', 'utf8'),
    env: {},
    stdout: { isTerminal: false, width: Infinity },
    stderr: { isTerminal: false, width: 100 },
    ...io,
  });
  return { code, out, err };
}
