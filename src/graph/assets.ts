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

const STYLES = ['bar', 'drawing', 'table', 'panel', 'media'];

/** Later parts use what earlier ones have set up. */
const SCRIPTS = ['data', 'highlight', 'view', 'panel', 'component-panel', 'kcp-panel', 'search', 'keys', 'start'];

/** Reads the assets of this package; a bundler may put the texts themselves here. */
export function readAssets(): Assets {
  const read = (name: string): string => readFileSync(new URL(`../../assets/graph/${name}`, import.meta.url), 'utf8');
  return {
    drawingStyle: read('drawing.css'),
    pageStyle: STYLES.map((name) => read(`page/${name}.css`)).join('\n'),
    // One function around all parts keeps their names from those of the browser.
    pageScript: `(() => {\n'use strict';\n${SCRIPTS.map((name) => read(`page/${name}.js`)).join('\n')}})();\n`,
  };
}
