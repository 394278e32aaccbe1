/** A relation of a type in an OpenFGA model. */
export type Relation =
  /** Who may be assigned directly: `user`, `user:*`, `role#assignee`. */
  | { readonly assignable: readonly string[] }
  /** Whoever has another relation to the same object. */
  | { readonly same: string };

/** A type of objects, with its relations by name. */
export interface AuthorizationType {
  /** Name of the type. */
  readonly name: string;
  /** @default - none */
  readonly relations?: Readonly<Record<string, Relation>>;
}

/** A module of an OpenFGA model. */
export interface AuthorizationModule {
  /** Name of the module. */
  readonly name: string;
  /** The types of objects that it defines. */
  readonly types: readonly AuthorizationType[];
}

/** The module in OpenFGA's own language. */
export function printModule({ name, types }: AuthorizationModule): string {
  return `\nmodule ${name}\n${types.map((type) => `\n${printType(type)}`).join('')}`;
}

/** Relations that follow from others stand in a paragraph of their own. */
function printType({ name, relations = {} }: AuthorizationType): string {
  const [assigned, derived] = [false, true].map((isDerived) =>
    Object.entries(relations)
      .filter(([, rule]) => 'same' in rule === isDerived)
      .map(([relation, rule]) => `    define ${relation}: ${'same' in rule ? rule.same : `[${rule.assignable.join(', ')}]`}\n`)
      .join(''),
  );
  const paragraphs = [assigned, derived].filter((lines) => lines !== undefined && lines !== '');
  return `type ${name}\n${paragraphs.length > 0 ? `  relations\n${paragraphs.join('\n')}` : ''}`;
}
