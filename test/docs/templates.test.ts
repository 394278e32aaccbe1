import { describe, expect, it } from '@jest/globals';
import { outcomeOf, outcomeOfProfile, RENDERED_AS_A_WHOLE, TEMPLATE_EXAMPLES } from '../../docs/generate/template-examples.ts';
import { TEMPLATE_FUNCTIONS } from '../../docs/generate/template-functions.ts';
import { FUNCTION_MAPS } from '../../src/gotemplate/functions/index.js';
import { PRODUCT } from './product.js';

describe('docs/templates.md', () => {
  it('lists every function, and no other', () => {
    expect(Object.keys(TEMPLATE_FUNCTIONS).sort()).toEqual([...FUNCTION_MAPS.profile.keys()].sort());
  });

  it.each(Object.entries(TEMPLATE_FUNCTIONS))('shows how %s is written', (name, { usage, example }) => {
    expect(usage.split(' ')[0]).toBe(name);
    if (example !== '') expect(example).toMatch(new RegExp(`\\b${name}\\b`, 'u'));
  });

  it('has examples that come to a value, or to the one problem that they show', () => {
    const codes = TEMPLATE_EXAMPLES.flatMap((example) => {
      const outcome = outcomeOf(PRODUCT, example);
      return outcome.codes.length > 0 || outcome.values === undefined ? [outcome.codes.join()] : [];
    });
    expect(codes.sort()).toEqual(['invalid-template', 'missing-value', 'template-kept', 'template-kept']);
  });

  it('shows a profile that is rendered as a whole', () => {
    expect(outcomeOfProfile(PRODUCT, RENDERED_AS_A_WHOLE)).toEqual({ values: { port: 8443, tls: true }, codes: [] });
  });
});
