import { readFileSync } from 'node:fs';
import { anchor } from '../../docs/generate/markdown.ts';

/** A fenced block. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Where it starts, as `docs/page.md:12`. */
  readonly place: string;
}

/** A Markdown file: its fenced blocks, and what is outside of them. */
export interface MarkdownFile {
  readonly path: string;
  readonly blocks: readonly Block[];
  /** Targets of links, with the line that each stands in. */
  readonly links: readonly { readonly target: string; readonly place: string }[];
  /** What a link may name behind `#`. */
  readonly anchors: ReadonlySet<string>;
}

export function readMarkdown(path: string): MarkdownFile {
  const blocks: Block[] = [];
  const links: { target: string; place: string }[] = [];
  const anchors = new Set<string>();
  let open: { fence: string; language: string; lines: string[]; place: string } | undefined;
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    const place = `${path}:${index + 1}`;
    const [, fence, language = ''] = /^\s*(`{3,}|~{3,})\s*(\S*)/u.exec(line) ?? [];
    if (open) {
      if (fence?.startsWith(open.fence) === true && language === '') {
        blocks.push({ language: open.language, text: `${open.lines.join('\n')}\n`, place: open.place });
        open = undefined;
      } else open.lines.push(line);
    } else if (fence !== undefined) open = { fence, language, lines: [], place };
    else {
      addAnchors(line, anchors);
      for (const [, target = ''] of line.replace(/`+[^`]*`+/gu, '').matchAll(/\]\(<?([^)>\s]+)>?\)/gu)) links.push({ target, place });
    }
  }
  return { path, blocks, links, anchors };
}

/** A heading that stands twice gets a number, as on GitHub. */
function addAnchors(line: string, anchors: Set<string>): void {
  for (const [, id = ''] of line.matchAll(/<a (?:id|name)="([^"]+)"/gu)) anchors.add(id);
  const [, heading] = /^#{1,6}\s+(.*?)\s*#*$/u.exec(line) ?? [];
  if (heading === undefined) return;
  const plain = anchor(heading.replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1').replace(/\\(.)/gu, '$1'));
  let unique = plain;
  for (let copy = 1; anchors.has(unique); copy += 1) unique = `${plain}-${copy}`;
  anchors.add(unique);
}
