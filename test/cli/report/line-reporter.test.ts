import { describe, expect, it } from '@jest/globals';
import pico from 'picocolors';
import type { Context } from '../../../src/cli/context.js';
import { lineReporter } from '../../../src/cli/report/line-reporter.js';
import type { ApplyResult } from '../../../src/runtime/actions/index.js';
import type { Outcome } from '../../../src/runtime/apply/index.js';

const RESULT: ApplyResult = { outcomes: [], webhook: { result: 'waiting', reason: 'no CA bundle' }, reasons: [], waitingSteps: [] };

const waiting = (reason: string): Outcome => ({
  target: 'infra',
  id: { apiVersion: 'v1', kind: 'Issuer', namespace: 'mesh', name: 'webhook' },
  planned: { action: 'blocked', reason, wakeOn: [] },
  result: 'waiting',
});

/** What a run prints in which an object waits from the beginning to the end. */
function printed(waits: boolean): readonly string[] {
  const lines: string[] = [];
  const rendering = { colors: pico.createColors(false), width: 100, verbose: false };
  const io = { err: (text: string) => lines.push(...text.trimEnd().split('\n')) };
  const reporter = lineReporter({ io, verbose: false, rendering, output: rendering } as unknown as Context, waits);
  reporter.waiting(waiting('it waits for cert-manager, which does not exist yet'));
  reporter.done(waiting('it waits for cert-manager, which is not ready yet'));
  return lines;
}

describe('the lines of a run', () => {
  it('name an object when it begins to wait, and when it still waits at the end', () => {
    expect(printed(true)).toEqual([
      'waiting Issuer mesh/webhook on infra: it waits for cert-manager, which does not exist yet',
      'still waiting Issuer mesh/webhook on infra: it waits for cert-manager, which is not ready yet',
    ]);
  });

  it('name a waiting object once, with its last reason, if the command does not wait', () => {
    expect(printed(false)).toEqual(['waiting Issuer mesh/webhook on infra: it waits for cert-manager, which is not ready yet']);
  });

  it('end with a summary, also of a run that came to no object', () => {
    const lines: string[] = [];
    const rendering = { colors: pico.createColors(false), width: 100, verbose: false };
    const context = { io: { err: (text: string) => lines.push(text) }, verbose: false, rendering, output: rendering };
    lineReporter(context as unknown as Context, false).summary(RESULT, false);

    expect(lines).toEqual(['no objects; the authorization webhook is not ready\n']);
  });
});
