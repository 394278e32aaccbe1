import { describe, expect, it } from '@jest/globals';
import { isReference, maskText } from '../../../src/cli/mask/secret-text.js';

const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----';

describe('a text loses', () => {
  it.each([
    ['postgres://user:pass@host:5432/db?sslmode=disable', 'postgres://user:***@host:5432/db?sslmode=disable'],
    ['https://oauth2:abc@git.example.com/a.git', 'https://oauth2:***@git.example.com/a.git'],
    ['https://ghp-abc@git.example.com/a.git', 'https://***@git.example.com/a.git'],
    ['amqp://u:p@ss/w0rd@host/vhost', 'amqp://u:***@host/vhost'],
    ['redis://:pass@host:6379', 'redis://:***@host:6379'],
    ['a https://u:p1@h1 b https://u:p2@h2', 'a https://u:***@h1 b https://u:***@h2'],
    ['user:pass@tcp(db:3306)/mesh', 'user:***@tcp(db:3306)/mesh'],
    ['Server=db;User Id=sa;Password=hunter2;Encrypt=true', 'Server=db;User Id=sa;Password=***;Encrypt=true'],
    ['host=db password=hunter2 user=a', 'host=db password=*** user=a'],
    ["password='two words' user=a", "password='***' user=a"],
    ['https://host/hook?token=abc&a=b', 'https://host/hook?token=***&a=b'],
    ['run --password hunter2 --token=abc --user a', 'run --password *** --token=*** --user a'],
    ['user: a\npassword: correct horse\nport: 1\n', 'user: a\npassword: ***\nport: 1\n'],
    ['auth: {password: abc, user: a}', 'auth: {password: ***, user: a}'],
    ['"user": "a", "password": "a\\"b", "port": 1', '"user": "a", "password": "***", "port": 1'],
    [`key: |\n${PEM}\nport: 1`, 'key: |\n***\nport: 1'],
    [Buffer.from(PEM).toString('base64'), '***'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_def rest', 'jwt *** rest'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic ***'],
    ['curl -H "Authorization: Bearer abcdef123456"', 'curl -H "Authorization: Bearer ***"'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123', '***'],
  ])('%j', (text, expected) => expect(maskText(text, () => '***')).toBe(expected));
});

describe('a text keeps', () => {
  it.each([
    'https://host:8443/path?email=a@b.example',
    'https://{{ .Values.user }}@host',
    'ssh://git@git.example.com/team/mesh.git',
    'git@git.example.com:team/mesh.git',
    'postgres://user:$(PASSWORD)@host/db',
    'oidc: https://auth.example.com/token',
    'password: ${PASSWORD}',
    'password: ""',
    'token: true',
    'password={{ .Values.password }}',
    'secretName: portal-tls, tokenUrl: https://a/token',
    '--kcp-cluster-admin-secret-name=admin --token-ttl 5m',
    'if token == null && auth.secret != x',
    'Send it as a bearer token.',
    'Basic authentication is off',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    'user:name@example.com',
    '',
  ])('%j', (text) => expect(maskText(text, () => '***')).toBe(text));
});

describe('a value is no secret where it', () => {
  it.each(['', ' ', 'true', 'false', 'null', '$(PASSWORD)', '${PASSWORD}', '{{ .Values.password }}'])('is %j', (value) =>
    expect(isReference(value)).toBe(true),
  );
  it.each(['hunter2', '{{ "hunter2" }}', 'x${PASSWORD}', '$PASSWORD1', '0'])('is not %j', (value) =>
    expect(isReference(value)).toBe(false),
  );
});
