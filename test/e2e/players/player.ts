import { setTimeout as sleep } from 'node:timers/promises';

/** A controller that is played by the test: it writes the status that the real one would write, and nothing else. */
export interface Player {
  /** Once its last round is over. */
  stop(): Promise<void>;
}

/** Plays rounds until it is stopped. A round that fails is played again, as a controller would do. */
export function play(round: () => Promise<void>): Player {
  const state = { stopped: false };
  const rounds = async (): Promise<void> => {
    while (!state.stopped) {
      await round().catch(() => undefined);
      await sleep(100);
    }
  };
  const ended = rounds();
  return {
    stop: () => {
      state.stopped = true;
      return ended;
    },
  };
}
