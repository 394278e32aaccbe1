import { FRAME } from '../layout/sizes.js';

/** Lengths of the part of the drawing that shows kcp, in pixels. */
export const KCP = {
  margin: FRAME.margin,
  padding: FRAME.padding,
  header: FRAME.boxHeader,
  bandHeader: FRAME.bandHeader,
  gap: 8,
  columnGap: 20,
  bandGap: 10,
  indent: 18,
} as const;
