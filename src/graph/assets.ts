import { readFileSync } from 'node:fs';

/** What drawings and pages are made of beside the graph. */
export interface Assets {
  /** The style of the drawing. */
  readonly drawingStyle: string;
  /** The style of the page around it. */
  readonly pageStyle: string;
  /** The behaviour of the page. */
  readonly pageScript: string;
}

/** Reads the assets of this package; a bundler may put the texts themselves here. */
export function readAssets(): Assets {
  const read = (name: string): string => readFileSync(new URL(`../../assets/graph/${name}`, import.meta.url), 'utf8');
  return { drawingStyle: read('drawing.css'), pageStyle: read('page.css'), pageScript: read('page.js') };
}
