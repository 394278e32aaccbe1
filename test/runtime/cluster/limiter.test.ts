import { describe, expect, it } from '@jest/globals';
import { Limiter } from '../../../src/runtime/cluster/limiter.js';

/** Tasks that end when they are told to, in the order in which they started. */
class Tasks {
  readonly started: string[] = [];
  readonly #ends: (() => void)[] = [];
  readonly #limiter: Limiter;

  constructor(size: number) {
    this.#limiter = new Limiter(size);
  }

  run(name: string, flow?: string, signal?: AbortSignal): Promise<void> {
    const task = (): Promise<void> => {
      this.started.push(name);
      return new Promise((resolve) => this.#ends.push(resolve));
    };
    return this.#limiter.run(task, signal, flow);
  }

  /** Ends one task after the other, until all have run. */
  async finish(): Promise<readonly string[]> {
    for (let end = this.#ends.shift(); end; end = this.#ends.shift()) {
      end();
      await new Promise(setImmediate);
    }
    return this.started;
  }
}

describe('a limiter', () => {
  it('starts the tasks of one flow in their order', async () => {
    const tasks = new Tasks(2);
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) void tasks.run(name);
    expect(tasks.started).toEqual(['a1', 'a2']);

    expect(await tasks.finish()).toEqual(['a1', 'a2', 'a3', 'a4', 'a5']);
  });

  it('lets flows take turns', async () => {
    const tasks = new Tasks(1);
    for (const name of ['a1', 'a2', 'a3', 'a4']) void tasks.run(name, 'a');
    for (const name of ['b1', 'b2']) void tasks.run(name, 'b');
    void tasks.run('c1', 'c');
    void tasks.run('1');

    expect(await tasks.finish()).toEqual(['a1', 'a2', 'b1', 'c1', '1', 'a3', 'b2', 'a4']);
  });

  it('starts a new flow after one turn of each other flow, whatever waits', async () => {
    const tasks = new Tasks(1);
    for (let index = 0; index < 1000; index += 1) void tasks.run('a', 'a');
    void tasks.run('b', 'b');

    expect((await tasks.finish()).indexOf('b')).toBe(2);
  });

  it('passes over what was aborted while it waited', async () => {
    const tasks = new Tasks(1);
    const controller = new AbortController();
    void tasks.run('a1', 'a');
    const ended = [tasks.run('b1', 'b', controller.signal), tasks.run('c1', 'c', controller.signal)].map((task) =>
      task.catch((error: unknown) => error),
    );
    void tasks.run('b2', 'b');
    controller.abort('enough');

    expect(await Promise.all(ended)).toEqual(['enough', 'enough']);
    expect(await tasks.finish()).toEqual(['a1', 'b2']);
    void tasks.run('d1', 'd');
    expect(tasks.started).toEqual(['a1', 'b2', 'd1']);
  });
});
