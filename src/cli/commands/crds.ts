import type { Context } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';

/** Prints the CustomResourceDefinitions. */
export async function crds({ io }: Context): Promise<ExitCode> {
  const { crdYaml } = await import('../../resources/index.js');
  io.out([...crdYaml().values()].map((text) => `---\n${text}`).join(''));
  return EXIT.done;
}
