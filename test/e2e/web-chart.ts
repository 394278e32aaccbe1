/** The values of a {@link webChart}. */
export interface WebValues {
  readonly replicas?: number;
  readonly image?: { readonly tag: string };
}

/** A Helm chart of one Deployment, which tells the version of its chart by an annotation; more files may be added. */
export function webChart(name: string, version = '0.1.0', files: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, annotations: {chart: "{{ .Chart.Version }}"}}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: web, image: "web:{{ .Values.image.tag }}"}]}
`;
  return new Map(
    Object.entries({
      'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
      'values.yaml': 'replicas: 1\nimage: {tag: none}\n',
      'templates/deployment.yaml': deployment,
      ...files,
    }),
  );
}
