/** How data is printed for programs. */
export type DataFormat = 'json' | 'yaml';

/** Data for a program to read. */
export async function printData(data: object, format: DataFormat): Promise<string> {
  const json = JSON.stringify(data, null, 2);
  if (format === 'json') return `${json}\n`;
  const { toYaml } = await import('../../gotemplate/index.js');
  // Through JSON, which leaves out what is undefined, in lists too.
  return toYaml(JSON.parse(json), { portable: true });
}
