import { describe, expect, it } from '@jest/globals';
import { ProgressTree } from '../../../src/cli/report/progress-tree.js';
import type { Rendering } from '../../../src/cli/render/render-problems.js';
import type { DesiredObject, Outcome } from '../../../src/runtime/apply/index.js';

const plain = (text: string): string => text;
const RENDERING = { colors: new Proxy({}, { get: () => plain }), width: 100 } as unknown as Rendering;

const desired = (target: string, kind: string, name: string): DesiredObject => ({
  target,
  level: 0,
  fieldManager: 'us',
  ownership: 'manage',
  object: { apiVersion: 'example.com/v1', kind, metadata: { name } },
});

const outcome = ({ target, object }: DesiredObject, result: Outcome['result'], reason = ''): Outcome => ({
  target,
  id: { apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name },
  planned: result === 'waiting' ? { action: 'blocked', reason, wakeOn: [] } : { action: 'create', after: object },
  result,
});

const RELEASES = ['one', 'two'].map((name) => desired('infra', 'HelmRelease', name));
const WORKSPACES = ['orgs', 'providers'].map((name) => desired('kcp/root', 'Workspace', name));

describe('the tree of a run', () => {
  it('has a line for each step, and under an unfinished one what it writes and what waits', () => {
    const tree = new ProgressTree();
    tree.begin(RELEASES, 'DeploymentSubroutine');
    for (const each of RELEASES) tree.done(outcome(each, 'done'));
    tree.webhook({ result: 'written' });
    tree.step('DeploymentSubroutine', { kind: 'done' });
    tree.begin(WORKSPACES, 'KcpsetupSubroutine');
    tree.done(outcome(WORKSPACES[0]!, 'done'));
    tree.waiting(outcome(WORKSPACES[1]!, 'waiting', 'its type is not ready'));
    tree.step('KcpsetupSubroutine', { kind: 'waiting', reason: 'Waiting', message: '1 waits', wakeOn: [] });
    tree.step('ProvidersecretSubroutine', { kind: 'waiting', reason: 'NoAccount', message: 'no account yet', wakeOn: [] });
    tree.state({ ref: { apiVersion: 'v1', kind: 'HelmRelease', name: 'one' }, readiness: { state: 'ready' }, needs: [], makes: [] }, false);
    tree.state(
      {
        ref: { apiVersion: 'v1', kind: 'HelmRelease', name: 'two' },
        readiness: { state: 'progressing', reason: 'Installing' },
        needs: [],
        makes: [],
      },
      false,
    );

    expect(tree.text(RENDERING).split('\n')).toEqual([
      '✓ Deployment 2/2',
      '… KcpSetup 1/2',
      '    … root 1/2',
      '    waiting Workspace providers on kcp/root: its type is not ready',
      '… ProviderSecret: no account yet',
      '… Wait 1/2',
      '    progressing HelmRelease two: Installing',
    ]);
  });

  it('shows the kinds of a cluster, and the authorization webhook', () => {
    const tree = new ProgressTree();
    tree.begin(RELEASES, 'DeploymentSubroutine');
    tree.done(outcome(RELEASES[0]!, 'done'));
    tree.webhook({ result: 'waiting', reason: 'no CA bundle yet' });

    expect(tree.text(RENDERING).split('\n')).toEqual([
      '… Deployment 1/2',
      '    … HelmRelease on infra 1/2',
      '    … authorization webhook: no CA bundle yet',
    ]);
  });

  it('counts an object that was written twice once, and only those that are desired', () => {
    const tree = new ProgressTree();
    tree.begin(RELEASES, 'DeploymentSubroutine');
    for (const each of [RELEASES[0]!, RELEASES[0]!, desired('infra', 'HelmRelease', 'other')]) tree.done(outcome(each, 'done'));

    expect(tree.text(RENDERING)).toContain('HelmRelease on infra 1/2');
  });

  it('names what waits up to twelve, and counts the others', () => {
    const tree = new ProgressTree();
    for (let index = 0; index < 15; index += 1) tree.waiting(outcome(desired('infra', 'HelmRelease', `r${index}`), 'waiting', 'gone soon'));

    const lines = tree.text(RENDERING).split('\n');
    expect(lines).toHaveLength(14);
    expect(lines.at(-1)).toBe('    and 3 more');
  });
});
