import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate with its key, as PEM. */
export interface Certificate {
  readonly name: string;
  readonly cert: string;
  readonly key: string;
  /** For signing others. */
  readonly privateKey: KeyObject;
}

/** Who a certificate is for, and who signs it. */
export interface CertificateOptions {
  readonly name: string;
  /** A group, of the client that it is for. @default - none */
  readonly organization?: string;
  /** Hosts, by name or address. @default - none */
  readonly hosts?: readonly string[];
  /** @default - itself */
  readonly issuer?: Certificate;
  /** Whether it may sign others. @default - if it has no issuer but itself */
  readonly isAuthority?: boolean;
  /** @default - in an hour */
  readonly notAfter?: Date;
}

/** Makes a certificate; Node.js can read them only, and tests shall need no other program. */
export function certificate({
  name,
  organization,
  hosts = [],
  issuer,
  isAuthority = !issuer,
  notAfter = new Date(Date.now() + 3_600_000),
}: CertificateOptions): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid([1, 2, 840, 10045, 4, 3, 2]));
  const extensions = [
    sequence(oid([2, 5, 29, 19]), octets(isAuthority ? sequence(der(0x01, Buffer.from([0xff]))) : sequence())),
    ...(hosts.length > 0 ? [sequence(oid([2, 5, 29, 17]), octets(sequence(...hosts.map(hostName))))] : []),
  ];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguished(issuer?.name ?? name),
    sequence(time(new Date(notAfter.getTime() - 86_400_000)), time(notAfter)),
    distinguished(name, organization),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, issuer?.privateKey ?? privateKey);
  const certified = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = certified.toString('base64').match(/.{1,64}/gu) ?? [];
  return {
    name,
    privateKey,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function octets(content: Buffer): Buffer {
  return der(0x04, content);
}

function oid([first = 0, second = 0, ...rest]: readonly number[]): Buffer {
  return der(
    0x06,
    Buffer.from([
      first * 40 + second,
      ...rest.flatMap((arc) =>
        arc < 128 ? [arc] : arc < 16_384 ? [0x80 | (arc >> 7), arc & 0x7f] : [0x80 | (arc >> 14), 0x80 | ((arc >> 7) & 0x7f), arc & 0x7f],
      ),
    ]),
  );
}

function time(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/gu, '').slice(2, 14)}Z`));
}

function distinguished(name: string, organization?: string): Buffer {
  const attribute = (type: number, value: string): Buffer => der(0x31, sequence(oid([2, 5, 4, type]), der(0x0c, Buffer.from(value))));
  return sequence(...(organization === undefined ? [] : [attribute(10, organization)]), attribute(3, name));
}

function hostName(host: string): Buffer {
  return isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
}
