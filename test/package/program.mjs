// An ES module that imports every subpath and uses what it finds. Prints what each exports, then a platform.
const names = process.argv.slice(2);
for (const name of names)
  console.log(
    `${name}: ${Object.keys(await import(name))
      .sort()
      .join(' ')}`,
  );

const { App } = await import('cdk8s');
const { defineBlueprint, PlatformMeshChart } = await import('platform-mesh-cdk8s');
const { Testing } = await import('platform-mesh-cdk8s/testing');
const app = new App();
new PlatformMeshChart(app, 'mesh', defineBlueprint({ name: 'mesh', namespace: 'mesh-system', components: { services: { portal: {} } } }));
console.log(Testing.yaml(app));
