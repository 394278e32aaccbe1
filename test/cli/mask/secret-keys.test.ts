import { describe, expect, it } from '@jest/globals';
import { isSecretAt, isSecretKey } from '../../../src/cli/mask/secret-keys.js';

describe('a key names a secret', () => {
  it.each([
    ...[
      'password',
      'PASSWORD',
      'adminPassword',
      'postgres-password',
      'DB_PASSWORD',
      'dbpassword',
      'rootPasswd',
      'passphrase',
      'pwd',
      'dbPass',
    ],
    ...[
      'token',
      'accessToken',
      'bearer_token',
      'authtoken',
      'idTokens',
      'secret',
      'clientSecret',
      'CLIENT_SECRET',
      'client-secret',
      'clientsecret',
    ],
    ...[
      'apiKey',
      'APIKey',
      'api_key',
      'apikey',
      'privateKey',
      'ssh-privatekey',
      'accessKey',
      'secretAccessKey',
      'secretKey',
      'encryptionKey',
    ],
    ...['credential', 'awsCredentials', 'passwordValue', 'tokenBase64', 'passwordHash', 'htpasswd', 'client-key-data', 'cookieSecret'],
  ])('%s', (key) => expect(isSecretKey(key)).toBe(true));
});

describe('a key names no secret', () => {
  it.each([
    // They refer to one, or say something about it.
    ...[
      'secretName',
      'existingSecret',
      'secretRef',
      'tokenUrl',
      'tokenURL',
      'passwordSecretRef',
      'secretKeyRef',
      'tokenTTL',
      'secretNamespace',
    ],
    ...[
      'existingSecretPasswordKey',
      'passwordKey',
      'clientSecretKey',
      'clientSecretName',
      'passwordFile',
      'tokenPath',
      'tokenEndpoint',
      'credentialsRef',
    ],
    ...[
      'kubeconfigSecret',
      'kubeConfigSecret',
      'caSecret',
      'tlsSecret',
      'imagePullSecret',
      'imagePullSecrets',
      'existingsecret',
      'auth-secret',
    ],
    ...['accessKeyId', 'passwordPolicy', 'secretsEnabled', 'tokenReview', 'certificate-authority-data', 'providerKubeconfigSecret'],
    // Words that only look alike.
    ...['key', 'keys', 'publicKey', 'keycloak', 'author', 'compass', 'bypass', 'proxyPass', 'tokenizer', 'secretary', 'cert', ''],
  ])('%s', (key) => expect(isSecretKey(key)).toBe(false));
});

describe('a value is a secret by its place', () => {
  it.each([
    ['auth.password', true],
    ['password.value', true],
    ['password.length', false],
    ['tokens.0', true],
    ['tokens.github', true],
    ['tokens.namespace', false],
    ['credentials.aws', true],
    ['credentials.username', false],
    ['secrets.API', true],
    ['secrets.0', false],
    ['secrets.existingName', false],
    ['imagePullSecrets.0.name', false],
    ['secret.data.anything', true],
    ['secret.stringData.anything', true],
    ['stringData.anything', true],
    ['secret.secretName', false],
    ['secret.annotations.a', false],
    ['config.data.anything', false],
    ['properties.password.type', false],
    ['required.0', false],
  ])('%s: %s', (path, expected) => expect(isSecretAt(path.split('.'))).toBe(expected));

  it.each([
    ['env.0.value', 'DB_PASSWORD', true],
    ['env.0.value', 'DB_HOST', false],
    ['env.0.name', 'DB_PASSWORD', false],
    ['env.0.valueFrom.secretKeyRef.key', 'DB_PASSWORD', false],
    ['args.1', '--password', true],
    ['args.1', '--kcp-cluster-admin-secret-name', false],
  ])('%s of %s: %s', (path, name, expected) => expect(isSecretAt(path.split('.'), name)).toBe(expected));
});
