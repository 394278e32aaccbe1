import type { Construct } from 'constructs';
import {
  ContentConfiguration,
  ProviderMetadata,
  type ApiExportReference,
  type NavigationNode,
  type ViewField,
} from 'platform-mesh-cdk8s/constructs';

const ACCOUNT = 'core_platform-mesh_io_account';
const DATABASE = 'data_example_com_database';
const WEB_COMPONENTS = '/assets/platform-mesh-portal-ui-wc.js';

const NAME: ViewField = { label: 'Name', property: 'metadata.name' };
const ENGINE: ViewField = { label: 'Engine', property: 'spec.engine' };
const SIZE: ViewField = { label: 'Gigabytes', property: 'spec.gigabytes' };

/** The databases of an account: a list, and a form to create one. */
const LIST: NavigationNode = {
  entityType: `main.${ACCOUNT}`,
  pathSegment: 'databases',
  navigationContext: 'databases',
  label: 'Databases',
  icon: 'database',
  order: 400,
  url: `${WEB_COMPONENTS}#generic-list-view`,
  webcomponent: { selfRegistered: true },
  keepSelectedForChildren: true,
  context: {
    resourceDefinition: {
      apiGroup: 'data_example_com',
      version: 'v1alpha1',
      entity: 'Database',
      entityCollection: 'Databases',
      scope: 'Cluster',
      readyCondition: {
        jsonPathExpression: "status.conditions[?(@.type=='Ready' && @.status=='True')]",
        property: ['status.conditions.status', 'status.conditions.type'],
      },
      ui: {
        listView: { fields: [NAME, ENGINE, SIZE] },
        detailView: { fields: [ENGINE, SIZE, { label: 'Secret', property: 'status.secretName' }] },
        createView: { fields: [{ ...NAME, required: true }, { ...ENGINE, required: true, values: ['postgres', 'mariadb'] }, SIZE] },
      },
    },
  },
  children: [
    {
      pathSegment: ':databaseId',
      hideFromNav: true,
      keepSelectedForChildren: false,
      defineEntity: { id: DATABASE, contextKey: 'databaseId' },
      context: { databaseId: ':databaseId', resourceId: ':databaseId' },
    },
  ],
};

/** One database. */
const DASHBOARD: NavigationNode = {
  entityType: `main.${ACCOUNT}.${DATABASE}`,
  pathSegment: 'dashboard',
  label: 'Dashboard',
  url: `${WEB_COMPONENTS}#generic-detail-view`,
  webcomponent: { selfRegistered: true },
  defineEntity: { id: 'dashboard' },
  compound: { children: [] },
};

/** What users see of us: an entry in the marketplace, and pages in the accounts that use us. */
export function addPages(scope: Construct, api: ApiExportReference): void {
  new ProviderMetadata(scope, 'metadata', {
    export: api,
    displayName: 'Databases',
    description: 'PostgreSQL and MariaDB, with backups.',
    tags: ['data'],
    contacts: [{ displayName: 'Database team', email: 'databases@example.com', role: ['Maintainer'] }],
    documentation: [{ displayName: 'Handbook', url: 'https://example.com/databases' }],
  });
  new ContentConfiguration(scope, 'pages', { name: 'databases', entity: ACCOUNT, contentFor: api, nodes: [LIST, DASHBOARD] });
}
