import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import playwright, { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { graphOf, renderGraph } from '../../src/graph/index.js';
import { blueprintOf } from '../charts/blueprint-of.js';
import { inWorkspace } from './kcp-manifests.js';
import { platformOf, platformWith, withWorkspaces, type Platform } from './platform-of.js';

const CHROMIUM = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path !== undefined && existsSync(path));

/** Where pictures of the page are left for people to look at. */
const PICTURES = join('.tmp', 'graph');

if (CHROMIUM === undefined) {
  it.skip('the page in a browser: SKIPPED, since no Chromium was found (CHROMIUM names one)', () => undefined);
} else {
  describe('the page in a browser', () => inBrowser(CHROMIUM));
}

/** A page that was opened, and what must stay empty. */
interface Opened {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly errors: readonly string[];
}

function inBrowser(executablePath: string): void {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'graph-'));
    mkdirSync(PICTURES, { recursive: true });
    browser = await playwright.chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(
    { graph, manifests }: Pick<Platform, 'graph' | 'manifests'>,
    options: BrowserContextOptions & { readonly hash?: string } = {},
  ): Promise<Opened> {
    const file = join(folder, `${graph.components.length}.html`);
    writeFileSync(file, renderGraph(graph, 'html', manifests));
    const { hash = '', ...context } = options;
    const page = await (
      await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...context })
    ).newPage();
    const requests: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('dialog', (dialog) => errors.push(dialog.message()));
    await page.goto(`${pathToFileURL(file).href}${hash}`);
    return { page, requests, errors };
  }

  async function picture(page: Page, name: string): Promise<void> {
    await page.waitForTimeout(350);
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  it.each([7, 30, 300])(
    'shows %i components, asks for nothing and reports no error',
    async (count) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, requests, errors } = await open(platformWith(count), { colorScheme });
        await picture(page, `${count}-${colorScheme}`);

        expect(await page.locator('.mesh .node:not(.kcp-node)').count()).toBe(count);
        expect(await page.locator('#table').isVisible()).toBe(false);
        expect(requests).toHaveLength(1);
        expect(errors).toEqual([]);
        await page.context().close();
      }
    },
    60_000,
  );

  it('stays quick with 300 components', async () => {
    const { page } = await open(platformWith(300));
    const nodes = page.locator('.mesh .node');
    const started = performance.now();
    for (let index = 0; index < 10; index += 1) await nodes.nth(index * 13).hover();
    await page.locator('#search').fill('gateway');

    // Far more than it takes, since other tests run at the same time.
    expect(performance.now() - started).toBeLessThan(15_000);
    await page.context().close();
  }, 60_000);

  it('shows the drawing and the table without JavaScript', async () => {
    const { page } = await open(platformWith(7), { javaScriptEnabled: false });
    await picture(page, '7-without-script');

    expect(await page.locator('.mesh').isVisible()).toBe(true);
    expect(await page.locator('table').first().locator('tbody tr').count()).toBe(7);
    expect(await page.locator('#search').isVisible()).toBe(false);
    await page.context().close();
  }, 60_000);

  it('opens a panel with facts, links and manifests on a click', async () => {
    const { page, errors } = await open(platformWith(30));
    await page.locator('.node[href="#tenant-api"]').click();
    const panel = page.locator('#panel');
    await picture(page, '30-panel');

    expect(await panel.locator('h2').textContent()).toBe('tenant-api');
    expect(await panel.locator('dl').innerText()).toContain('OCM platform-mesh/tenant-api/chart');
    expect(await panel.locator('pre').first().innerText()).toMatch(/^apiVersion: helm\.toolkit\.fluxcd\.io\/v2\nkind: HelmRelease\n/u);
    expect(page.url()).toMatch(/#tenant-api$/u);
    await panel.getByRole('link', { name: 'catalog-api' }).click();
    expect(await panel.locator('h2').textContent()).toBe('catalog-api');
    await page.goBack();
    expect(await panel.locator('h2').textContent()).toBe('tenant-api');
    await page.keyboard.press('Escape');
    expect(await panel.isVisible()).toBe(false);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('copies a manifest', async () => {
    const { page } = await open(platformWith(7), { permissions: ['clipboard-read', 'clipboard-write'], hash: '#account-api' });
    await page.getByRole('button', { name: 'Copy' }).first().click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();

    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toContain('kind: HelmRelease\n');
    await page.context().close();
  }, 60_000);

  it('highlights what a component needs and what needs it', async () => {
    const { page } = await open(
      platformOf({
        services: ['a: {enabled: true}', 'b: {enabled: true, dependsOn: [a]}', 'c: {enabled: true, dependsOn: [b]}', 'd: {enabled: true}']
          .map((line) => `    ${line}`)
          .join('\n'),
      }),
    );
    await page.locator('.node[href="#b"]').hover();
    await page.locator('.mesh.focus').waitFor();

    expect(await page.evaluate(`[...document.querySelectorAll('.node.on')].map((node) => node.getAttribute('href'))`)).toEqual([
      '#a',
      '#b',
      '#c',
    ]);
    expect(await page.locator('.edge.on.needs').count()).toBe(1);
    expect(await page.locator('.edge.on.needed').count()).toBe(1);
    await page.mouse.move(2, 2);
    await page.locator('.mesh:not(.focus)').waitFor();
    await page.context().close();
  }, 60_000);

  it('searches, walks through the hits and opens one', async () => {
    const { page } = await open(platformWith(300), { colorScheme: 'dark' });
    await page.keyboard.press('/');
    await page.keyboard.type('billing gateway');
    expect(await page.locator('#hits').textContent()).toBe('1 of 1');
    await page.locator('#search').fill('gateway');
    expect(await page.locator('#hits').textContent()).toMatch(/^1 of \d\d$/u);
    await page.keyboard.press('ArrowDown');
    await picture(page, '300-search');
    expect(await page.locator('.node.current').getAttribute('href')).toBe('#account-gateway');
    await page.keyboard.press('Enter');
    expect(await page.locator('#panel h2').textContent()).toBe('account-gateway');
    await page.keyboard.press('Enter');
    expect(await page.locator('#panel h2').textContent()).not.toBe('account-gateway');
    await page.keyboard.press('Escape');
    expect(await page.locator('.mesh.searching').count()).toBe(0);
    await page.context().close();
  }, 60_000);

  it('is used by keyboard alone', async () => {
    const { page } = await open(platformWith(7));
    const focused = (): Promise<string | null> => page.locator(':focus').getAttribute('href');
    await page.locator('.mesh .node').first().focus();
    expect(await focused()).toBe('#cert-manager');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('#etcd-druid');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('#gateway-api');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('#account-api');
    await page.keyboard.press('Enter');
    expect(await page.locator('#panel h2').textContent()).toBe('account-api');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('#account-api');
    await page.context().close();
  }, 60_000);

  it('zooms and moves, and fits again', async () => {
    const { page } = await open(platformWith(30));
    const transform = (): Promise<string> =>
      page
        .locator('.viewport')
        .evaluate((group) => (group as unknown as { readonly style: { readonly transform: string } }).style.transform);
    const before = await transform();
    await page.keyboard.press('+');
    expect(await transform()).not.toBe(before);
    await page.keyboard.press('0');
    expect(await transform()).toBe(before);
    await page.mouse.move(700, 400);
    await page.mouse.wheel(0, -300);
    await page.waitForFunction(`document.querySelector('.viewport').style.transform !== ${JSON.stringify(before)}`);
    await page.getByRole('button', { name: 'Fit' }).click();
    expect(await transform()).toBe(before);
    await page.mouse.move(700, 870);
    await page.mouse.down();
    await page.mouse.move(760, 890, { steps: 4 });
    await page.mouse.up();
    expect(await transform()).not.toBe(before);
    expect(await page.locator('#panel').isVisible()).toBe(false);
    await page.context().close();
  }, 60_000);

  it('opens what the address names, component or target', async () => {
    const { page } = await open(platformWith(7, 'argocd'), { hash: '#identity-api' });
    expect(await page.locator('#panel h2').textContent()).toBe('identity-api');
    await page.getByRole('button', { name: 'Fit' }).click();
    await page.locator('.place').first().click();
    expect(await page.locator('#panel h2').textContent()).toBe('Infra cluster');
    expect(await page.locator('#panel pre').first().innerText()).toContain('kind: AppProject');
    await picture(page, '7-target');
    await page.context().close();
  }, 60_000);

  it('shows a table that the search filters', async () => {
    const { page } = await open(platformWith(30), { colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Table' }).click();
    await picture(page, '30-table');
    await page.locator('#search').fill('tenant');

    expect(await page.locator('#drawing').isVisible()).toBe(false);
    expect(await page.locator('tbody tr:visible th').allInnerTexts()).toEqual(['tenant-api', 'tenant-operator']);
    await page.context().close();
  }, 60_000);

  it('is light or dark as the system is, unless somebody chooses', async () => {
    const { page } = await open(platformWith(7), { colorScheme: 'dark' });
    const background = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(await background()).toBe('rgb(17, 17, 18)');
    await page.locator('#theme').click();
    expect(await background()).toBe('rgb(251, 251, 249)');
    await page.reload();
    expect(await background()).toBe('rgb(251, 251, 249)');
    await page.context().close();
  }, 60_000);

  it('prints drawing and table black on white, without panel and tools', async () => {
    const { page } = await open(platformWith(30), { colorScheme: 'dark', hash: '#tenant-api' });
    await page.keyboard.press('+');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.screenshot({ path: join(PICTURES, '30-print.png'), fullPage: true });

    expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color')).toBe(
      'rgb(255, 255, 255)rgb(0, 0, 0)',
    );
    for (const hidden of ['#panel', '.tools', '.zoom']) expect(await page.locator(hidden).isVisible()).toBe(false);
    expect(await page.locator('#table').isVisible()).toBe(true);
    expect(await page.evaluate<string>(`getComputedStyle(document.querySelector('.viewport')).transform`)).toBe('none');
    expect(await page.evaluate<string>(`getComputedStyle(document.querySelector('.node:not(.on)')).opacity`)).toBe('1');
    await page.context().close();
  }, 60_000);

  it('runs nothing that a name or a value says', async () => {
    const name = '</script><img src=x onerror=alert(1)>';
    const manifests = [
      {
        target: 'infra',
        object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'notes', annotations: { note: name } }, data: { note: name } },
        chart: 'x',
        order: 0,
      },
    ] as const;
    const inKcp = [
      inWorkspace(name, 'Workspace', name, { type: { name, path: name } }),
      inWorkspace(name, 'WorkspaceType', name, { defaultAPIBindings: [{ export: name }] }),
    ];
    const all = [...manifests, ...inKcp];
    const graph = graphOf(
      blueprintOf({
        components: [{ name, source: { kind: 'oci', chart: name }, release: { dependsOn: [{ name: 'a', namespace: name }] } }],
      }),
      all,
    );
    const { page, requests, errors } = await open({ graph, manifests: all }, { hash: '#target:infra' });

    expect(await page.locator('#panel pre').innerText()).toContain(name);
    await page.locator('.mesh .node').first().click();
    expect(await page.locator('#panel h2').textContent()).toBe(name);
    for (const { id } of [...graph.workspaces, ...graph.workspaceTypes, ...graph.apiExports]) {
      await page.evaluate(
        `[...document.querySelectorAll('.kcp-node')]
          .find((node) => node.dataset.node === ${JSON.stringify(id)})
          .dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))`,
      );
      expect(await page.locator('tr.chosen').getAttribute('data-node')).toBe(id);
    }
    expect(await page.locator('img').count()).toBe(0);
    expect(requests).toHaveLength(1);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  describe('of kcp', () => {
    const node = (id: string): string => `.node[data-node="${id}"]`;
    const highlighted = (page: Page): Promise<readonly string[]> =>
      page.evaluate<readonly string[]>(`[...document.querySelectorAll('.node.on')].map((node) => node.dataset.node)`);

    it('shows 40 workspaces more, light and dark, in the drawing and in the table', async () => {
      const platform = withWorkspaces(platformWith(7), 40);
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, errors } = await open(platform, { colorScheme });
        await picture(page, `kcp-40-${colorScheme}`);
        await page.getByRole('button', { name: 'Table' }).click();
        await picture(page, `kcp-40-${colorScheme}-table`);

        // Five of the platform, and the one of an export that somebody else makes.
        expect(await page.locator('.node.workspace').count()).toBe(46);
        expect(await page.locator('table', { hasText: 'Made by' }).first().locator('tbody tr').count()).toBe(46);
        expect(errors).toEqual([]);
        await page.context().close();
      }
    }, 60_000);

    it('highlights what a workspace is given by its type, and where it lies', async () => {
      const { page } = await open(platformWith(7));
      expect(await page.locator('.relation:visible').count()).toBe(0);
      await page.locator(node('workspace/root:providers:system')).hover();
      await page.locator('.mesh.focus').waitFor();
      await picture(page, 'kcp-hover');

      expect(await highlighted(page)).toEqual([
        'workspace/root',
        'workspace/root:providers',
        'workspace/root:providers:system',
        'type/root:provider',
        'export/root:platform-mesh-system:core.platform-mesh.io',
        'export/root:platform-mesh-system:providers.platform-mesh.io',
      ]);
      expect(
        await page.evaluate(
          `[...document.querySelectorAll('.relation')].filter((line) => getComputedStyle(line).visibility === 'visible').length`,
        ),
      ).toBe(3);
      expect(await page.locator('.relation.on.direct').count()).toBe(1);
      await page.context().close();
    }, 60_000);

    it('highlights who uses an export, on cards and on their chips', async () => {
      const { page } = await open(platformWith(7));
      await page.locator(node('export/root:platform-mesh-system:system.platform-mesh.io')).hover();
      await page.locator('.mesh.focus').waitFor();

      expect(await highlighted(page)).toEqual([
        'workspace/root',
        'workspace/root:platform-mesh-system',
        'workspace/root:orgs',
        'type/root:orgs',
        'export/root:platform-mesh-system:system.platform-mesh.io',
      ]);
      expect(await page.locator('.chip.on').count()).toBe(2);
      await page.context().close();
    }, 60_000);

    it('opens a panel with every manifest of a workspace', async () => {
      const platform = platformWith(7);
      const { page, errors } = await open(platform);
      await page.locator(node('workspace/root:platform-mesh-system')).click();
      const panel = page.locator('#panel');
      await picture(page, 'kcp-panel-workspace');

      expect(page.url()).toMatch(/#workspace\/root:platform-mesh-system$/u);
      expect(await panel.locator('h2').textContent()).toBe('root:platform-mesh-system');
      expect(await panel.locator('dl').innerText()).toMatch(/Type\s+universal\s+Lies in\s+root/u);
      await page.evaluate(`document.querySelectorAll('#panel details').forEach((details) => { details.open = true; })`);
      await page.waitForFunction(`[...document.querySelectorAll('#panel details')].every((details) => details.querySelector('pre'))`);
      const shown = await panel.locator('pre').allInnerTexts();
      expect(shown[0]).toContain('kind: Workspace\n');
      expect(shown).toHaveLength(platform.manifests.filter(({ target }) => target === 'kcp/root:platform-mesh-system').length + 1);
      expect(shown.filter((text) => text.trim() === '')).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    }, 60_000);

    it('leads from a workspace to its type and to what that binds, and back', async () => {
      const { page } = await open(platformWith(7), { hash: '#workspace/root:orgs' });
      const panel = page.locator('#panel');
      expect(await panel.locator('h3', { hasText: 'Bound from the start' }).locator('+ ul a').allInnerTexts()).toEqual([
        'core.platform-mesh.io',
        'system.platform-mesh.io',
      ]);
      await panel.getByRole('link', { name: 'orgs', exact: true }).click();
      expect(await panel.locator('.summary').textContent()).toBe('Workspace type, made by the platform');
      expect(await panel.locator('dl').innerText()).toMatch(
        /Allowed parents\s+any\s+Allowed children\s+org\s+Default child\s+org\s+Login\s+orgs-authentication/u,
      );
      await picture(page, 'kcp-panel-type');
      await panel.getByRole('link', { name: 'core.platform-mesh.io' }).click();
      expect(page.url()).toMatch(/#export\/root:platform-mesh-system:core\.platform-mesh\.io$/u);
      expect(await panel.innerText()).toContain('Claims in workspaces that bind it');
      expect(await panel.locator('summary').allInnerTexts()).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^APIExport\b/u),
          expect.stringMatching(/^APIResourceSchema\b/u),
          expect.stringMatching(/^APIExportEndpointSlice\b/u),
        ]),
      );
      await picture(page, 'kcp-panel-export');
      await page.goBack();
      expect(await panel.locator('h2').textContent()).toBe('orgs');
      await page.context().close();
    }, 60_000);

    it('says of what kcp brings that kcp brings it', async () => {
      const { page } = await open(platformWith(7), { hash: '#export/root:tenancy.kcp.io' });

      expect(await page.locator('#panel .summary').textContent()).toBe('APIExport, brought by kcp itself');
      expect(await page.locator('#panel details').count()).toBe(0);
      await page.context().close();
    }, 60_000);

    it('is searched like components, in the drawing and in the tables', async () => {
      const { page } = await open(platformWith(7));
      await page.keyboard.press('/');
      await page.keyboard.type('workspace type prov');
      expect(await page.locator('#hits').textContent()).toBe('1 of 2');
      await page.keyboard.press('Enter');
      expect(await page.locator('#panel h2').textContent()).toBe('provider');
      await page.getByRole('button', { name: 'Table' }).click();
      expect(await page.locator('table:visible caption').allInnerTexts()).toEqual(['Workspace types']);
      expect(await page.locator('tbody tr:visible th').allInnerTexts()).toEqual(['provider', 'providers']);
      await page.locator('#search').fill('identityproviderconfigurations');
      expect(await page.locator('tbody tr:visible th').allInnerTexts()).toEqual(['system.platform-mesh.io']);
      await page.context().close();
    }, 60_000);

    it('is walked through by keyboard', async () => {
      const { page } = await open(platformWith(7));
      const focused = (): Promise<string | null> => page.locator(':focus').getAttribute('data-node');
      await page.locator(node('workspace/root')).focus();
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toBe('workspace/root:platform-mesh-system');
      await page.keyboard.press('ArrowRight');
      expect(await focused()).toMatch(/^type\//u);
      await page.keyboard.press('Enter');
      expect(await page.locator('#panel .summary').textContent()).toMatch(/^Workspace type/u);
      await page.keyboard.press('Escape');
      expect(await focused()).toMatch(/^type\//u);
      await page.context().close();
    }, 60_000);

    it('is printed with all that cards say, without the lines of the card that was looked at', async () => {
      const { page } = await open(withWorkspaces(platformWith(7), 40), { colorScheme: 'dark', hash: '#type/root:org' });
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await page.screenshot({ path: join(PICTURES, 'kcp-print.png'), fullPage: true });

      expect(await page.locator('.relation:visible').count()).toBe(0);
      expect(await page.evaluate<string>(`getComputedStyle(document.querySelector('.kcp-node:not(.on) .chip')).opacity`)).toBe('1');
      expect(await page.evaluate<string>(`getComputedStyle(document.getElementById('table')).paddingRight`)).toBe('0px');
      await page.context().close();
    }, 60_000);

    it('leaves room for the drawing in a narrow window', async () => {
      const { page } = await open(platformWith(7), { viewport: { width: 700, height: 900 }, hash: '#type/root:org' });
      await picture(page, 'kcp-narrow');

      expect(await page.locator('.legend').isVisible()).toBe(false);
      expect(await page.locator(node('type/root:org')).isVisible()).toBe(true);
      await page.context().close();
    }, 60_000);
  });
}
