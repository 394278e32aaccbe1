// Writes docs/api from the doc comments, and fails when a public member has none. Members of types that come from a
// schema are described there, and in docs/platform-mesh.md.
import { Application, Logger, LogLevel } from 'typedoc';

const findings = [];

class Findings extends Logger {
  log(message, level) {
    if (level >= LogLevel.Warn && !message.includes('.__type')) findings.push(message);
  }
}

const app = await Application.bootstrapWithPlugins();
app.logger = new Findings();
const project = await app.convert();
if (project) {
  app.validate(project);
  await app.generateOutputs(project);
}
for (const finding of findings) console.error(finding);
process.exitCode = !project || findings.length > 0 ? 1 : 0;
