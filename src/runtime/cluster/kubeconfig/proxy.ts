import { BlockList, isIP } from 'node:net';

/** Environment variables. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy to a server, as Go's HTTP client reads the environment: `HTTPS_PROXY` or `HTTP_PROXY` by the server's scheme,
 * in capitals or not, unless `NO_PROXY` names the host. The loopback address needs no proxy.
 *
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy
 */
export function proxyFor(server: URL, env: Env): string | undefined {
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = valueOf(env, name);
  if (proxy === undefined || isExempt(server, valueOf(env, 'NO_PROXY') ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function valueOf(env: Env, name: string): string | undefined {
  return [env[name], env[name.toLowerCase()]].find((value) => value !== undefined && value !== '');
}

function isExempt(server: URL, rules: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/gu, '').toLowerCase();
  if (host === 'localhost' || isWithin(host, '127.0.0.0/8') || host === '::1') return true;
  const port = server.port === '' ? (server.protocol === 'https:' ? '443' : '80') : server.port;
  return rules
    .split(',')
    .map((rule) => rule.trim().toLowerCase())
    .filter(Boolean)
    .some((rule) => matches(rule, host, port));
}

function matches(rule: string, host: string, port: string): boolean {
  if (rule === '*') return true;
  if (rule.includes('/')) return isWithin(host, rule);
  const [, name = rule, onlyPort] = /^(\[[^\]]+\]|[^:]+):(\d+)$/u.exec(rule) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const domain = name.replace(/^\[|\]$/gu, '').replace(/^\*\./u, '.');
  if (isIP(domain) > 0) return host === domain;
  // A name with a dot before it means the names below it; without a dot, also the name itself.
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function isWithin(host: string, range: string): boolean {
  const [network = '', bits = ''] = range.split('/');
  const family = isIP(network);
  if (isIP(host) !== family || family === 0 || !/^\d{1,3}$/u.test(bits) || Number(bits) > (family === 6 ? 128 : 32)) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, Number(bits), type);
  return list.check(host, type);
}
