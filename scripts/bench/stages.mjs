// Times the way from files to files within one process, stage by stage: the first pass, and passes once it is warm.
// usage: node stages.mjs PLATFORM_MESH PROFILE PASSES
const [platformMesh, profile, passes] = process.argv.slice(2);
const start = performance.now();
const [{ loadBlueprint }, { detachedApp, manifestsOf, PlatformMeshChart }, { synthesize }] = await Promise.all([
  import('../../lib/profile/index.js'),
  import('../../lib/charts/index.js'),
  import('../../lib/synth/index.js'),
]);
const imported = performance.now() - start;

function pass() {
  const marks = [performance.now()];
  const { blueprint } = loadBlueprint({ files: [platformMesh], profile });
  marks.push(performance.now());
  const app = detachedApp();
  new PlatformMeshChart(app, 'bench', { blueprint });
  marks.push(performance.now());
  const manifests = manifestsOf(app);
  marks.push(performance.now());
  synthesize(manifests);
  marks.push(performance.now());
  const [read, construct, manifest, print] = marks.slice(1).map((mark, index) => mark - marks[index]);
  return { read, construct, manifest, print };
}

const first = pass();
const rest = Array.from({ length: Number(passes) - 1 }, pass).slice(-Math.ceil(Number(passes) / 2));
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const warm = Object.fromEntries(
  Object.keys(first).map((stage) => [stage, rest.length > 0 ? median(rest.map((times) => times[stage])) : first[stage]]),
);
// Text to objects: everything but printing.
const objects = rest.length > 0 ? median(rest.map(({ read, construct, manifest }) => read + construct + manifest)) : undefined;
console.log(JSON.stringify({ imported, first, warm, objects }));
