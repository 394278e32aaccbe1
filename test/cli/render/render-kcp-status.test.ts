import { describe, expect, it } from '@jest/globals';
import pico from 'picocolors';
import { ageText, connectionLines, kcpLines, stepLines } from '../../../src/cli/render/render-kcp-status.js';

const COLORS = pico.createColors(false);
const NOW = new Date('2026-01-10T12:00:00Z');

describe('how old a token is', () => {
  it.each([
    ['2026-01-10T11:57:00Z', '2026-01-17T11:57:00Z', 'renewed 3 min ago, expires in 6 d'],
    ['2026-01-10T11:59:30Z', '2026-01-10T12:10:00Z', 'renewed 30 s ago, expires in 10 min'],
    ['2026-01-09T00:00:00Z', '2026-01-10T15:30:00Z', 'renewed 36 h ago, expires in 3 h'],
    ['2026-01-01T12:00:00Z', '2026-01-08T12:00:00Z', 'renewed 9 d ago, expired 2 d ago'],
    // A clock that is behind that of the server.
    ['2026-01-10T12:00:05Z', undefined, 'renewed 0 s ago'],
    [undefined, undefined, ''],
  ])('made %s, valid until %s', (issuedAt, expiresAt, text) => {
    expect(ageText(issuedAt, expiresAt, NOW)).toBe(text);
  });
});

describe('what is in kcp', () => {
  it('is a tree of workspaces, each with the reason why it is not Ready', () => {
    const workspaces = [
      { path: 'root:orgs', readiness: { state: 'ready' } },
      { path: 'root:providers', readiness: { state: 'ready' } },
      {
        path: 'root:providers:one',
        readiness: { state: 'progressing', reason: 'Initializing', message: 'its initializers are not done: root:security' },
      },
      { path: 'root:providers:one:two', readiness: { state: 'failed', reason: 'NotFound' } },
    ] as const;

    expect(kcpLines({ kcp: { workspaces } }, COLORS)).toEqual([
      'kcp 2/4',
      '  root',
      '    ✓ orgs Ready',
      '    ✓ providers Ready',
      '      … one Initializing: its initializers are not done: root:security',
      '        ✗ two NotFound',
    ]);
  });

  it('is one line while kcp cannot be asked, and nothing where kcp is left out', () => {
    expect(kcpLines({ kcp: { unknown: 'Secret a/b does not exist yet', workspaces: [] } }, COLORS)).toEqual([
      'kcp ✗ Secret a/b does not exist yet',
    ]);
    expect(kcpLines({}, COLORS)).toEqual([]);
  });
});

it('kubeconfigs are listed by name, with what is wrong with them', () => {
  const connections = [
    { secret: 'two', namespace: 'mesh', ready: false, reason: 'SecretNotFound', message: 'Secret mesh/two does not exist' },
    { secret: 'one', namespace: 'mesh', ready: true, reason: 'Ready', issuedAt: '2026-01-10T11:00:00Z', expiresAt: '2026-01-17T11:00:00Z' },
    { secret: 'three', namespace: 'mesh', ready: true, reason: 'RenewalDue', message: 'apply renews its token' },
  ];

  expect(connectionLines({ connections }, NOW, COLORS)).toEqual([
    'kubeconfigs 2/3',
    '  ✓ mesh/one renewed 60 min ago, expires in 6 d',
    '  ✓ mesh/three RenewalDue: apply renews its token',
    '  ✗ mesh/two SecretNotFound: Secret mesh/two does not exist',
  ]);
});

it('steps are told in their order, as people call them', () => {
  const steps = [
    { step: 'DeploymentSubroutine', state: 'done' },
    { step: 'KcpsetupSubroutine', state: 'waiting', message: 'Workspace orgs is missing' },
  ] as const;

  expect(stepLines(steps, COLORS)).toEqual(['steps', '  ✓ Deployment', '  … KcpSetup Workspace orgs is missing']);
});
