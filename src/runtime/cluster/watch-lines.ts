import { parseJson } from './errors/status.js';
import type { KubernetesObject } from '../../kubernetes/index.js';
import type { RawEvent } from './watch-event.js';
import { isMap } from '../../kubernetes/index.js';

const NEWLINE = 0x0a;

/** The events of a watch's answer, one on each line. A line that the connection broke off is dropped. */
export async function* readEvents(body: AsyncIterable<Buffer>): AsyncGenerator<RawEvent> {
  for await (const line of readLines(body)) {
    const event = parseJson(line);
    // A proxy may write a text of its own into the stream when it fails.
    if (!isRawEvent(event)) return;
    yield event;
  }
}

async function* readLines(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...begun, chunk.subarray(start, end)]).toString('utf8');
      begun = [];
      start = end + 1;
      if (line.trim() !== '') yield line;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
}

function isRawEvent(event: unknown): event is RawEvent {
  if (!isMap(event)) return false;
  if (event['type'] === 'ERROR') return true;
  return ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'].includes(String(event['type'])) && isObject(event['object']);
}

/** Whether it has what every object has. */
export function isObject(value: unknown): value is KubernetesObject {
  return isMap(value) && isMap(value['metadata']);
}
