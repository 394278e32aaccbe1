import { Type } from 'typebox';
import {
  anyJson,
  conditionColumn,
  conditions,
  CORE_GROUP,
  dateTime,
  list,
  object,
  observedGeneration,
  optional,
  text,
  type ApiDefinition,
} from './definition.js';

/** A tenant of the platform: an organization, or an account within one. */
export const ACCOUNT: ApiDefinition = {
  prefix: 'v260109-82344be',
  group: CORE_GROUP,
  kind: 'Account',
  columns: [{ name: 'Display Name', jsonPath: '.spec.displayName' }, { name: 'Type', jsonPath: '.spec.type' }, conditionColumn('Ready')],
  spec: object(
    {
      displayName: text('Name that people see.', { maxLength: 255 }),
      type: text('org for an organization, account for an account.'),
      creator: optional(text('User who made it.')),
      description: optional(text('What it is for.')),
      data: optional(anyJson('Whatever belongs to it.')),
      extensions: optional(
        list(
          object({
            apiVersion: optional(text('Of the object that is made.')),
            kind: optional(text('Of the object that is made.')),
            metadataGoTemplate: optional(anyJson('Its metadata, with templates.')),
            specGoTemplate: anyJson('Its spec, with templates.'),
            readyConditionType: optional(text('The condition that the account waits for.')),
          }),
          'Objects that are made in the workspace of the account.',
        ),
      ),
    },
    'What is wanted.',
  ),
  status: object(
    { conditions: conditions(), nextReconcileTime: optional(dateTime('When it is looked at again.')), observedGeneration },
    'What was observed.',
  ),
};

const accountReference = (description: string) =>
  object(
    {
      name: text('Name of the account.'),
      path: text('Path of its workspace.'),
      url: text('URL of its workspace.'),
      type: text('org or account.'),
      generatedClusterId: text('Logical cluster of its workspace.'),
      originClusterId: text('Logical cluster that the account lies in.'),
    },
    description,
  );

/** What a workspace knows of the account that it belongs to. */
export const ACCOUNT_INFO: ApiDefinition = {
  prefix: 'v260126-7c674ee',
  group: CORE_GROUP,
  kind: 'AccountInfo',
  spec: object(
    {
      account: accountReference('The account itself.'),
      organization: accountReference('The organization that it belongs to.'),
      parentAccount: optional(accountReference('The account that it lies in.')),
      clusterInfo: object({ ca: text('PEM of the authority that signed the certificate of kcp.') }, 'How kcp is reached.'),
      fga: object({ store: object({ id: text('Id of the store.') }, 'The store of OpenFGA.') }, 'How requests are authorized.'),
      oidc: optional(
        object(
          {
            issuerUrl: text('Issuer of the tokens of its users.'),
            clients: Type.Record(Type.String(), object({ clientId: text('Id of the client.') }), { description: 'Clients by name.' }),
          },
          'How its users log in.',
        ),
      ),
    },
    'What is known.',
  ),
  status: object({}),
};

/** An invitation of somebody by e-mail. */
export const INVITE: ApiDefinition = {
  prefix: 'v260213-fbdf981',
  group: CORE_GROUP,
  kind: 'Invite',
  specRequired: true,
  spec: object(
    {
      email: text('Address of the person.', {
        format: 'email',
        pattern: "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)*",
      }),
    },
    'Who is invited.',
  ),
  status: object({ conditions: conditions() }, 'What was observed.'),
};
