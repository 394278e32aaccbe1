import type { Blueprint } from '../../profile/index.js';
import type { KnownValues } from '../known-values.js';

/** What the charts of kcp are made from. */
export interface KcpProps {
  readonly blueprint: Blueprint;
  /** Values of a running platform. */
  readonly values: KnownValues;
}
