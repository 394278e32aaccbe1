import type { PlatformMeshError } from '../errors.js';
import { failed, progressing, type Readiness } from './readiness.js';

/** What somebody has to change before it can be read; everything else may pass. */
const LASTING = new Set(['forbidden', 'unauthorized', 'bad-request', 'invalid', 'tls']);

/** What an error says about objects that could not be read: its code is the reason, as one word. */
export function unreadable({ code, message, hint }: PlatformMeshError): Readiness {
  const reason = code.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return (LASTING.has(code) ? failed : progressing)(reason, hint === undefined ? message : `${message}; ${hint}`);
}
