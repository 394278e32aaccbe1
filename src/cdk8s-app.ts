import { App } from 'cdk8s';
import { loadBlueprint, PlatformMeshChart } from './index.js';

/**
 * The app that `cdk8s synth` runs: the same charts from the same inputs. `PLATFORM_MESH_FILES` names the files or
 * folders, separated by commas; the quickstart without it.
 */
const files = (process.env['PLATFORM_MESH_FILES'] ?? 'examples/quickstart').split(',');
const { blueprint } = loadBlueprint({ files });
const app = new App();
new PlatformMeshChart(app, blueprint.instance.name, { blueprint });
app.synth();
