import { Option } from 'commander';
import { FLAGS, type Flag } from '../../settings.js';

/** How a command shows a flag of the Go operator. */
export interface FlagStyle {
  /** Name of the value in the help, such as `<namespace>`. @default - none: the flag is a switch */
  readonly takes?: string;
  /** Description in the help. @default - that of the table */
  readonly description?: string;
  /**
   * The help shows the default, but the command sees no value unless the user gives the flag.
   * @default false
   */
  readonly optional?: boolean;
}

/** A flag of the Go operator as an option of a command. */
export function flagOption(flag: Flag, { takes, description = flag.description, optional = false }: FlagStyle = {}): Option {
  const flags = takes === undefined ? `--${flag.name}` : `--${flag.name} ${takes}`;
  if (flag.type === 'list')
    return new Option(flags, description).argParser((list, others: readonly string[] | undefined) => [...(others ?? []), ...itemsOf(list)]);
  const { default: value } = flag;
  if (takes === undefined || value === '') return new Option(flags, description);
  return optional ? new Option(flags, `${description} (default: ${JSON.stringify(value)})`) : new Option(flags, description).default(value);
}

function itemsOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The name of a flag, by the name of its value. For a flag that only the command line has, both are the same. */
export function flagName(key: string): string {
  return Object.hasOwn(FLAGS, key) ? FLAGS[key as keyof typeof FLAGS].name : key;
}
