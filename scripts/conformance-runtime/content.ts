import { parse } from 'yaml';
import { isList, isMap, mapAt, without, type Json, type JsonMap } from './json.ts';
import { kcpContent } from './kcp-content.ts';

/** Fields of `metadata` that the API server writes, or that are of the recording server. */
const SERVER_FIELDS = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'selfLink'];

/**
 * What an object says, in one form for both sides: the data of a Secret as text, a kubeconfig and Helm values as data, and
 * no field of the server.
 */
export function contentOf(object: JsonMap): JsonMap {
  const content = { ...without(object, ['status']), metadata: without(mapAt(object, 'metadata'), SERVER_FIELDS) };
  if (object['kind'] === 'Secret') return secretContent(content);
  if (object['kind'] === 'Application') return applicationContent(content);
  return kcpContent(content);
}

/** A recording has `decoded` or `stringData` in place of `data`. */
function secretContent(secret: JsonMap): JsonMap {
  const read = Object.entries(mapAt(secret, 'data')).map(([key, text]) => [key, typeof text === 'string' ? decoded(text) : text] as const);
  const texts: JsonMap = { ...Object.fromEntries(read), ...mapAt(secret, 'decoded'), ...mapAt(secret, 'stringData') };
  const data = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, kubeconfigOr(text)]));
  return { ...without(secret, ['decoded', 'stringData']), data };
}

/** Argo CD takes Helm values as text or as an object; what counts is what they say. */
function applicationContent(content: JsonMap): JsonMap {
  const helm = mapAt(content, 'spec', 'source', 'helm');
  const { values: text, valuesObject } = helm;
  const values = valuesObject ?? (typeof text === 'string' ? parsedYaml(text) : undefined);
  if (values === undefined) return content;
  const source = { ...mapAt(content, 'spec', 'source'), helm: { ...without(helm, ['valuesObject']), values } };
  return { ...content, spec: { ...mapAt(content, 'spec'), source } };
}

function kubeconfigOr(text: Json): Json {
  if (typeof text !== 'string') return text;
  const parsed = parsedYaml(text);
  return isMap(parsed) && parsed['kind'] === 'Config' ? withoutEmpty({ ...parsed, ...credentials(parsed) }) : text;
}

/** Who a user of a kubeconfig is: by a certificate or by a token, as the installation has it. */
function credentials({ users }: JsonMap): JsonMap {
  if (!isList(users)) return {};
  const own = ['client-certificate-data', 'client-key-data', 'token'];
  return {
    users: users.map((each) => {
      const user = mapAt(each, 'user');
      const hasSome = own.some((field) => typeof user[field] === 'string' && user[field] !== '');
      return isMap(each) && hasSome ? { ...each, user: { ...without(user, own), token: '(of one installation)' } } : each;
    }),
  };
}

/** In a kubeconfig, a field that is null or empty says as much as one that is not there. */
function withoutEmpty(value: Json): Json {
  if (isList(value)) return value.map(withoutEmpty);
  if (!isMap(value)) return value;
  const said = Object.entries(value).filter(([, field]) => field !== null && field !== '');
  return Object.fromEntries(said.map(([name, field]) => [name, withoutEmpty(field)]));
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

function parsedYaml(text: string): Json | undefined {
  try {
    return parse(text, { version: '1.1', merge: true }) as Json;
  } catch {
    return undefined;
  }
}
