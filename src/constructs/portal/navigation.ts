/**
 * A node of the portal's navigation, as Luigi reads it. `{context.x}` in a URL and `:name` in a path are filled in by the
 * portal.
 */
export interface NavigationNode {
  /** Where the node hangs: the id of an entity, such as `main` or `main.core_platform-mesh_io_account`. */
  readonly entityType?: string;
  /** The part of the URL that it stands for; `:name` takes any. */
  readonly pathSegment?: string;
  readonly label?: string;
  /** Name of a SAP icon. */
  readonly icon?: string;
  /** Place among its siblings, from the top. */
  readonly order?: number;
  /** @default false */
  readonly hideFromNav?: boolean;
  /** Page or web component that is shown. */
  readonly url?: string;
  /** The group of its siblings that it is shown in. */
  readonly category?: { readonly id: string; readonly isGroup?: boolean; readonly label: string; readonly order?: number };
  /** Micro front ends of one group share a frame. */
  readonly viewGroup?: string;
  readonly navigationContext?: string;
  readonly navHeader?: { readonly label: string };
  readonly keepSelectedForChildren?: boolean;
  readonly loadingIndicator?: { readonly enabled: boolean };
  readonly webcomponent?: { readonly selfRegistered: boolean; readonly type?: 'module' };
  readonly layoutConfig?: { readonly slot?: string; readonly column?: string };
  readonly compound?: { readonly children?: readonly unknown[]; readonly renderer?: { readonly use: string; readonly config: Readonly<Record<string, unknown>> } };
  /** The entity that nodes below belong to. */
  readonly defineEntity?: {
    readonly id: string;
    readonly type?: string;
    readonly contextKey?: string;
    readonly dynamicFetchId?: string;
    readonly additionalContextKeys?: readonly string[];
  };
  /** What the micro front end is told. */
  readonly context?: NodeContext;
  /** Shown only where one of the portal's own toggles is on. */
  readonly visibleForFeatureToggles?: readonly string[];
  readonly children?: readonly NavigationNode[];
}

/** What a micro front end is told about the place that it is shown at. */
export interface NodeContext {
  /** The resource that generic views list, show and create. */
  readonly resourceDefinition?: ResourceView;
  readonly frameContext?: Readonly<Record<string, string>>;
  readonly entityContext?: Readonly<Record<string, { readonly policies: readonly string[] }>>;
  readonly [key: string]: unknown;
}

/** A resource as the portal's generic views show it. */
export interface ResourceView {
  readonly apiGroup?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly version?: string;
  /** Name of the resource in the portal's GraphQL. */
  readonly entity?: string;
  /** Plural name of the resource in the portal's GraphQL. */
  readonly entityCollection?: string;
  readonly scope?: 'Cluster' | 'Namespaced';
  readonly namespace?: null;
  /** When an object counts as ready. */
  readonly readyCondition?: { readonly jsonPathExpression: string; readonly property: readonly string[] };
  readonly ui?: {
    readonly logoUrl?: string;
    readonly listView?: { readonly fields: readonly ViewField[]; readonly filters?: readonly ViewFilter[] };
    readonly detailView?: { readonly fields: readonly ViewField[]; readonly showDownloadKubeconfig?: boolean };
    readonly createView?: { readonly fields: readonly ViewField[] };
  };
}

/** A field of a generic view. */
export interface ViewField {
  readonly label: string;
  /** Path within the object. */
  readonly property: string;
  readonly required?: boolean;
  /** The values that may be chosen. @default - any */
  readonly values?: readonly string[];
}

/** A filter of a list. */
export interface ViewFilter {
  readonly label: string;
  readonly property?: string;
  readonly value?: string;
  readonly default?: string;
}

/** Words in several languages; `''` is the fallback. */
export interface NavigationTexts {
  readonly locale: string;
  readonly textDictionary: Readonly<Record<string, string>>;
}
