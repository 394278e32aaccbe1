import { describe, expect, it } from '@jest/globals';
import { load } from '../blueprint-of.js';

describe('provenance', () => {
  const { blueprint } = load({
    profile: [
      'infra:',
      '  certManager: {enabled: true}',
      'components:',
      '  services:',
      '    portal:',
      '      enabled: true',
      '      values: {host: "{{ .baseDomain }}", replicas: 1}',
      '',
    ].join('\n'),
    spec: { exposure: { baseDomain: 'a.b' }, values: { services: { portal: { values: { replicas: 2 } } } } },
    settings: { remoteRuntime: { secretName: 's', secretKey: 'k' } },
  });
  const layers = (...path: readonly string[]): unknown =>
    blueprint.provenance.history(path).map(({ origin, value }) => [origin.layer, origin.location?.file, origin.location?.line, value]);

  it('names every layer that set a value, the winner last', () => {
    expect(layers('services', 'portal', 'values', 'replicas')).toEqual([
      ['profile', 'profile.yaml', 7, 1],
      ['spec.values', 'platform-mesh.yaml', 13, 2],
    ]);
  });

  it('keeps the template that a value was rendered from', () => {
    expect(blueprint.provenance.history(['services', 'portal', 'values', 'host'])).toMatchObject([
      { origin: { layer: 'profile', expression: '{{ .baseDomain }}' }, value: 'a.b' },
    ]);
  });

  it('tells a default, the exposure and a flag from what a file set', () => {
    expect(layers('infra', 'certManager', 'interval')).toEqual([['default', undefined, undefined, '5m']]);
    expect(layers('exposure', 'baseDomain')).toEqual([['exposure', 'platform-mesh.yaml', 8, 'a.b']]);
    expect(layers('exposure', 'port')).toEqual([['default', undefined, undefined, 8443]]);
    expect(layers('settings', 'remoteRuntime', 'secretName')).toEqual([['flag', undefined, undefined, 's']]);
  });

  it('has nothing for a path that is not there', () => {
    expect(layers('services', 'portal', 'nope')).toEqual([]);
    expect(layers('settings', 'constructor')).toEqual([]);
  });

  it('is frozen with the rest', () => {
    expect(Object.isFrozen(blueprint)).toBe(true);
    expect(Object.isFrozen(blueprint.components[0]?.release)).toBe(true);
  });
});
