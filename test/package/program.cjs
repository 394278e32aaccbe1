// The same as program.mjs for CommonJS: Node loads ES modules by `require` as long as none of them awaits at its top.
const names = process.argv.slice(2);
for (const name of names)
  console.log(
    `${name}: ${Object.keys(require(name))
      .filter((key) => key !== '__esModule')
      .sort()
      .join(' ')}`,
  );

const { App } = require('cdk8s');
const { defineBlueprint, PlatformMeshChart } = require('platform-mesh-cdk8s');
const { Testing } = require('platform-mesh-cdk8s/testing');
const app = new App();
new PlatformMeshChart(app, 'mesh', defineBlueprint({ name: 'mesh', namespace: 'mesh-system', components: { services: { portal: {} } } }));
console.log(Testing.yaml(app));
