import type { ErrorTopic } from './error-case.ts';
import { API_SERVER } from './errors/api-server.ts';
import { CHARTS } from './errors/charts.ts';
import { COMMAND_LINE } from './errors/command-line.ts';
import { DELIVERY } from './errors/delivery.ts';
import { EXPLAIN_AND_DIFF } from './errors/explain-and-diff.ts';
import { FILES } from './errors/files.ts';
import { KCP } from './errors/kcp.ts';
import { KUBECONFIG } from './errors/kubeconfig.ts';
import { NAMES } from './errors/names.ts';
import { PLATFORM_MESH } from './errors/platform-mesh.ts';
import { PROFILE } from './errors/profile.ts';
import { TEMPLATES } from './errors/templates.ts';

/** Every code. A new one is one more entry in the file of its topic; `npm run docs` puts it on the page. */
export const ERROR_TOPICS: readonly ErrorTopic[] = [
  COMMAND_LINE,
  FILES,
  PLATFORM_MESH,
  KCP,
  PROFILE,
  NAMES,
  TEMPLATES,
  EXPLAIN_AND_DIFF,
  DELIVERY,
  KUBECONFIG,
  API_SERVER,
  CHARTS,
];
