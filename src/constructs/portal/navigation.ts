/**
 * A node of the portal's navigation, as Luigi reads it. `{context.x}` in a URL and `:name` in a path are filled in by the
 * portal.
 */
export interface NavigationNode {
  /** Where the node hangs: the id of an entity, such as `main` or `main.core_platform-mesh_io_account`. */
  readonly entityType?: string;
  /** The part of the URL that it stands for; `:name` takes any. */
  readonly pathSegment?: string;
  /** What users read. */
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
  /** Name of the place, for links that lead back to it. */
  readonly navigationContext?: string;
  /** What stands above the pages below it. */
  readonly navHeader?: { readonly label: string };
  /** Whether it stays marked while a page below it is shown. */
  readonly keepSelectedForChildren?: boolean;
  /** Whether something turns while the page is loaded. */
  readonly loadingIndicator?: { readonly enabled: boolean };
  /** The page is a web component, which registers itself or is a module. */
  readonly webcomponent?: { readonly selfRegistered: boolean; readonly type?: 'module' };
  /** Its place within a compound page. */
  readonly layoutConfig?: { readonly slot?: string; readonly column?: string };
  /** A page that is made of others. */
  readonly compound?: {
    readonly children?: readonly unknown[];
    readonly renderer?: { readonly use: string; readonly config: Readonly<Record<string, unknown>> };
  };
  /** The entity that nodes below belong to. */
  readonly defineEntity?: {
    readonly id: string;
    readonly type?: string;
    readonly contextKey?: string;
    readonly dynamicFetchId?: string;
    readonly additionalContextKeys?: readonly string[];
    /** What the portal asks its GraphQL for when such an entity is opened. */
    readonly graphqlEntity?: { readonly group: string; readonly kind: string; readonly query: string };
  };
  /** What the micro front end is told. */
  readonly context?: NodeContext;
  /** Shown only where one of the portal's own toggles is on. */
  readonly visibleForFeatureToggles?: readonly string[];
  /** Pages below it. */
  readonly children?: readonly NavigationNode[];
}

/** What a micro front end is told about the place that it is shown at. */
export interface NodeContext {
  /** The resource that generic views list, show and create. */
  readonly resourceDefinition?: ResourceView;
  /** Values for micro front ends within a frame. */
  readonly frameContext?: Readonly<Record<string, string>>;
  /** Who may see it: policies, by the entity that a user has them for. */
  readonly entityContext?: Readonly<Record<string, { readonly policies: readonly string[] }>>;
  readonly [key: string]: unknown;
}

/** A resource as the portal's generic views show it. */
export interface ResourceView {
  /** API group in the portal's GraphQL: underscores for dots. */
  readonly apiGroup?: string;
  /** API group. */
  readonly group?: string;
  /** Kind. */
  readonly kind?: string;
  /** Plural name. */
  readonly plural?: string;
  /** Singular name. */
  readonly singular?: string;
  /** API version. */
  readonly version?: string;
  /** Name of the resource in the portal's GraphQL. */
  readonly entity?: string;
  /** Plural name of the resource in the portal's GraphQL. */
  readonly entityCollection?: string;
  /** Whether its objects lie in namespaces. */
  readonly scope?: 'Cluster' | 'Namespaced';
  /** Null for those of all namespaces. */
  readonly namespace?: null;
  /** When an object counts as ready. */
  readonly readyCondition?: { readonly jsonPathExpression: string; readonly property: readonly string[] };
  /** What the generic views show. */
  readonly ui?: {
    readonly logoUrl?: string;
    readonly listView?: { readonly fields: readonly ViewField[]; readonly filters?: readonly ViewFilter[] };
    readonly detailView?: { readonly fields?: readonly ViewField[]; readonly showDownloadKubeconfig?: boolean };
    readonly createView?: { readonly fields: readonly ViewField[] };
  };
}

/** A field of a generic view. */
export interface ViewField {
  /** What users read. */
  readonly label: string;
  /** Path within the object; of several, the first that is there. */
  readonly property: string | readonly string[];
  /** What is shown of it, as a JSONPath. @default - all of it */
  readonly jsonPathExpression?: string;
  /** Whether it has to be filled in. */
  readonly required?: boolean;
  /** The values that may be chosen. @default - any */
  readonly values?: readonly string[];
}

/** A filter of a list. */
export interface ViewFilter {
  /** What users read. */
  readonly label: string;
  /** Path within the object. */
  readonly property?: string;
  /** What has to stand there. */
  readonly value?: string;
  /** `true` for the one that is chosen at first. */
  readonly default?: string;
}

/** Words in several languages; `''` is the fallback. */
export interface NavigationTexts {
  /** Language, such as `de`. */
  readonly locale: string;
  /** Words by the labels that they stand for. */
  readonly textDictionary: Readonly<Record<string, string>>;
}
