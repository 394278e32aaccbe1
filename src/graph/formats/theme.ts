/** The colours of drawings and pages, light and dark: `--mesh-NAME` in the style sheets. */
const COLOURS: readonly (readonly [name: string, light: string, dark: string])[] = [
  ['page', '#fbfbf9', '#111112'],
  ['box', '#f3f3ef', '#18181a'],
  ['band', '#fbfbf9', '#121214'],
  ['card', '#ffffff', '#202023'],
  ['line', '#dfdfd8', '#323237'],
  ['line-strong', '#bdbdb3', '#55555d'],
  ['ink', '#1b1b19', '#ededeb'],
  ['muted', '#62625b', '#a6a6a0'],
  ['edge', '#aeaea3', '#63636b'],
  ['infra', '#6d4fd1', '#a893ff'],
  ['services', '#0b7a75', '#4cc7be'],
  ['fluxcd', '#2a5fd0', '#85abff'],
  ['argocd', '#b84a0d', '#ff9d61'],
  ['workspace', '#55637a', '#a7b4c9'],
  ['type', '#a12f72', '#f08cc4'],
  ['export', '#3b7a1e', '#96d06b'],
  ['needs', '#2a5fd0', '#85abff'],
  ['needed', '#b84a0d', '#ff9d61'],
  ['danger', '#b3261e', '#ff8a80'],
  ['warning', '#8a5a00', '#f2c14e'],
  ['mark', '#fff1bf', '#4d4016'],
];

const DARK = '@media (prefers-color-scheme: dark)';

/** The colours as custom properties: as the system prefers, unless `data-theme` of the root says otherwise. */
export function themeProperties(): string {
  const light = declarations(([, colour]) => colour);
  const dark = declarations(([, , colour]) => colour);
  return [
    `:root{color-scheme:light;${light}}`,
    `${DARK}{:root:not([data-theme=light]){color-scheme:dark;${dark}}}`,
    `:root[data-theme=dark]{color-scheme:dark;${dark}}`,
    '',
  ].join('\n');
}

/** A style sheet with the colours themselves, for programs that know no custom properties. */
export function withColours(style: string): string {
  const replaced = (index: 1 | 2): string =>
    COLOURS.reduce((text, colour) => text.replaceAll(`var(--mesh-${colour[0]})`, colour[index]), style);
  return `${replaced(1)}\n${DARK}{\n${replaced(2)}}\n`;
}

function declarations(pick: (colour: (typeof COLOURS)[number]) => string): string {
  return COLOURS.map((colour) => `--mesh-${colour[0]}:${pick(colour)}`).join(';');
}
