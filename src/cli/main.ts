#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { setFlagsFromString } from 'node:v8';

// Older versions have no such function, and would end with a stack instead of a word.
if (!('enableCompileCache' in module)) {
  process.stderr.write(`platform-mesh needs Node.js 22.19 or newer, and this is ${process.version}\n`);
  process.exit(1);
}

/** From so many bytes of input on, memory counts more than a few milliseconds. */
const LARGE_INPUT = 64 * 1024;

// The young generation of the heap stays small: with 5,000 services the process takes 340 MB instead of 470, and no longer. With a
// small input it makes no difference, but with any changed flag V8 refuses the compiled code that Node.js comes with.
const { inputSize } = await import('./input-size.js');
if (inputSize(process.argv.slice(2)) >= LARGE_INPUT) setFlagsFromString('--semi-space-growth-factor=1');

// Compiled code is kept between runs, for each set of flags. Node puts it into the folder for temporary files and honours
// NODE_DISABLE_COMPILE_CACHE.
module.enableCompileCache();

/** A reader such as `head` may close the pipe. That is not an error, and the command still finishes its work. */
const closed = new AbortController();
const out = writer(process.stdout, () => closed.abort());
const err = writer(process.stderr, () => undefined);

/** Standard input can be read once. */
let input: string | undefined;

const { run } = await import('./run.js');
process.exitCode = await run(process.argv.slice(2), {
  out,
  err,
  stdin: () => (input ??= readFileSync(0, 'utf8')),
  env: process.env,
  stdout: stream(process.stdout, Infinity),
  stderr: stream(process.stderr, 120),
  closed: closed.signal,
});

/** A connection to a server that does not answer must not keep the process; what is printed is read to its end. */
setInterval(() => {
  if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit();
}, 250).unref();

/** A terminal's width is its own; `COLUMNS` sets it for a pipe. Of a pipe `isTTY` is undefined, whatever Node's types say. */
function stream(
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns: number },
  otherwise: number,
): { readonly isTerminal: boolean; readonly width: number } {
  return { isTerminal: isTTY === true, width: isTTY === true ? columns || 80 : Number(process.env['COLUMNS']) || otherwise };
}

/** Writes for as long as somebody reads. */
function writer(pipe: NodeJS.WriteStream, onClose: () => void): (text: string) => void {
  let isOpen = true;
  pipe.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isOpen = false;
    onClose();
  });
  return (text) => {
    if (isOpen) pipe.write(text);
  };
}
