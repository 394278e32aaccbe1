import type { Rule } from './rules.js';

type Fields = Readonly<Record<string, unknown>>;

const MESSAGE = 'the name of a Provider becomes part of a workspace name: at most 46 characters, and no dots';

const fits = (name: unknown): boolean => typeof name !== 'string' || (name.length <= 46 && !name.includes('.'));
const celFits = (name: string): string => `${name}.size() <= 46 && !${name}.contains('.')`;
const field = (object: unknown, key: string): unknown => (object as Fields | null | undefined)?.[key];

/**
 * A workspace is named `<Provider>-<logical cluster>`. kcp allows 63 characters without dots for it, and the id of a
 * logical cluster takes 16 of them.
 */
export const PROVIDER_NAME: Rule = {
  cel: celFits('self.metadata.name'),
  message: MESSAGE,
  check: (self) => fits(field(self['metadata'], 'name')),
  field: ['metadata', 'name'],
};

const HAS_NAME = "has(self.spec.provider) && self.spec.provider.name != ''";

/** The same for the Provider that a ManagedProvider makes: of its own name, unless `spec.provider.name` gives another. */
export const MANAGED_PROVIDER_NAME: Rule = {
  cel: `${HAS_NAME} ? ${celFits('self.spec.provider.name')} : ${celFits('self.metadata.name')}`,
  message: MESSAGE,
  check: (self) => fits(field(field(self['spec'], 'provider'), 'name') || field(self['metadata'], 'name')),
};
