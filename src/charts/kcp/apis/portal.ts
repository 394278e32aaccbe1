import { Type } from 'typebox';
import {
  anyJson,
  conditionColumn,
  conditions,
  dateTime,
  list,
  object,
  observedGeneration,
  oneOf,
  optional,
  text,
  TERMINAL_GROUP,
  UI_GROUP,
  type ApiDefinition,
} from './definition.js';

/** Pages of the portal. */
export const CONTENT_CONFIGURATION: ApiDefinition = {
  prefix: 'v250704-6d57f16',
  group: UI_GROUP,
  kind: 'ContentConfiguration',
  shortNames: ['cc'],
  columns: [conditionColumn('Ready'), conditionColumn('Valid')],
  spec: object(
    {
      inlineConfiguration: optional(
        object(
          { contentType: oneOf('Language of the content.', 'yaml', 'json'), content: text('The content.') },
          'Content within the object.',
        ),
      ),
      remoteConfiguration: optional(
        object(
          {
            contentType: oneOf('Language of the content.', 'yaml', 'json'),
            url: text('Where the content is fetched.'),
            internalUrl: optional(text('Where it is fetched from within the cluster.')),
            authentication: optional(
              object(
                {
                  type: optional(text('Kind of authentication.')),
                  secretRef: optional(
                    Type.Object(
                      { name: optional(text('Name of the Secret.', { default: '' })) },
                      { description: 'The Secret with the credentials.', 'x-kubernetes-map-type': 'atomic' },
                    ),
                  ),
                },
                'How to log in there.',
              ),
            ),
          },
          'Content that is fetched.',
        ),
      ),
    },
    'What is wanted.',
  ),
  status: object(
    {
      conditions: conditions(),
      configurationResult: optional(text('The content that is in effect.')),
      nextReconcileTime: optional(dateTime('When it is fetched again.')),
      observedGeneration,
    },
    'What was observed.',
  ),
};

const links = (description: string) =>
  optional(list(object({ displayName: optional(text('Name that people see.')), url: optional(text('Where it leads.')) }), description));

const image = (description: string) =>
  object({ data: optional(text('The image itself.')), url: optional(text('Where the image is.')) }, description);

/** A provider as the marketplace shows it. */
export const PROVIDER_METADATA: ApiDefinition = {
  prefix: 'v250725-732d200',
  group: UI_GROUP,
  kind: 'ProviderMetadata',
  plural: 'providermetadatas',
  spec: object(
    {
      displayName: text('Name that people see.'),
      description: optional(text('What it offers.')),
      contacts: optional(
        list(
          object({
            displayName: text('Name of the person.'),
            email: optional(text('Address of the person.')),
            role: optional(list(Type.String(), 'What the person does.')),
          }),
          'Whom to ask.',
        ),
      ),
      data: optional(anyJson('Whatever belongs to it.')),
      documentation: links('Documentation.'),
      helpCenterData: links('Help.'),
      links: links('Other pages.'),
      preferredSupportChannels: links('Where to ask.'),
      icon: optional(object({ dark: image('On dark ground.'), light: image('On light ground.') }, 'Its icon.')),
      tags: optional(list(Type.String(), 'Words that it is found by.')),
    },
    'What is shown.',
  ),
  status: object({}),
};

/** A terminal in the browser. */
export const TERMINAL: ApiDefinition = {
  prefix: 'v260216-62483c5',
  group: TERMINAL_GROUP,
  kind: 'Terminal',
  columns: [
    { name: 'Workspace', jsonPath: '.status.workspacePath' },
    { name: 'Phase', jsonPath: '.status.phase' },
    { name: 'Pod', jsonPath: '.status.podName' },
    conditionColumn('Ready'),
    { name: 'Age', jsonPath: '.metadata.creationTimestamp', type: 'date' },
  ],
  spec: object({}),
  status: object(
    {
      conditions: conditions(),
      createdBy: optional(text('User who opened it.')),
      phase: optional(text('How far it is.')),
      podName: optional(text('Pod that it runs in.')),
      sessionId: optional(text('Id of the session.')),
      workspacePath: optional(text('Workspace that it was opened in.')),
      nextReconcileTime: optional(dateTime('When it is looked at again.')),
      observedGeneration,
    },
    'What was observed.',
  ),
};
