import type { Command, Option } from 'commander';

/** Shells that a completion script can be written for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What a shell completes, derived from the commands, so that it is always current. */
interface Verb {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly Flag[];
  /** Words that may stand behind the flags; files where there are none. */
  readonly words: readonly string[];
}

interface Flag {
  /** `-f` and `--filename`, or one of them. */
  readonly names: readonly string[];
  readonly description: string;
  /** Undefined for a flag without a value. */
  readonly value: 'file' | 'folder' | 'text' | readonly string[] | undefined;
}

/** The completion script of a program for a shell. */
export function completionScript(program: Command, shell: Shell): string {
  const globals = program.options.map(flagOf);
  const verbs = program.commands.map((command): Verb => ({
    name: command.name(),
    description: command.description(),
    flags: [...command.options.map(flagOf), ...globals],
    words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  }));
  return { bash, zsh, fish }[shell](verbs, globals);
}

function flagOf(option: Option): Flag {
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    description: option.description,
    value: valueOf(option),
  };
}

function valueOf({ flags, argChoices }: Option): Flag['value'] {
  if (argChoices) return argChoices;
  const [, kind] = /[<[]([a-z]+)/u.exec(flags) ?? [];
  if (kind === undefined) return undefined;
  if (kind === 'file') return 'file';
  return kind === 'dir' || kind === 'base' ? 'folder' : 'text';
}

function bash(verbs: readonly Verb[], globals: readonly Flag[]): string {
  const cases = verbs.map((verb) => `    ${verb.name}) flags='${namesOf(verb.flags)}' words='${verb.words.join(' ')}' ;;`);
  const values = unique(verbs.flatMap((verb) => verb.flags.map((flag) => ({ verb: verb.name, flag })))).map(
    ({ pattern, flag }) => `    ${pattern}) ${bashValue(flag.value)} return ;;`,
  );
  return `# bash completion of platform-mesh
_platform_mesh() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" verb='' flags words='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
    ${verbs.map(({ name }) => name).join('|')}) verb="\${COMP_WORDS[index]}"; break ;;
    esac
  done
  case "$verb $previous" in
${values.join('\n')}
  esac
  case "$verb" in
${cases.join('\n')}
    *) flags='${namesOf(globals)}' words='${verbs.map(({ name }) => name).join(' ')}' ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  else
    compopt -o default
    COMPREPLY=()
  fi
}
complete -F _platform_mesh platform-mesh
`;
}

/** A flag with a value, by the verbs that it belongs to. */
function unique(
  flags: readonly { readonly verb: string; readonly flag: Flag }[],
): readonly { readonly pattern: string; readonly flag: Flag }[] {
  return flags
    .filter(({ flag }) => flag.value !== undefined)
    .map(({ verb, flag }) => ({ pattern: flag.names.map((name) => `"${verb} ${name}"`).join('|'), flag }));
}

function bashValue(value: Flag['value']): string {
  if (Array.isArray(value)) return `COMPREPLY=($(compgen -W '${value.join(' ')}' -- "$word"));`;
  if (value === 'text') return 'COMPREPLY=();';
  return value === 'folder' ? 'compopt -o filenames; COMPREPLY=($(compgen -d -- "$word"));' : 'compopt -o default; COMPREPLY=();';
}

function zsh(verbs: readonly Verb[], globals: readonly Flag[]): string {
  const cases = verbs.map(({ name, flags, words }) => {
    const rest = words.length > 0 ? `'1:word:(${words.join(' ')})'` : "'*:file:_files'";
    return `      ${name}) _arguments ${[...flags.map(zshFlag), rest].join(' \\\n        ')} ;;`;
  });
  return `#compdef platform-mesh
_platform_mesh() {
  local context state line
  local -a verbs=(
${verbs.map(({ name, description }) => `    ${quote(`${name}:${description.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  _arguments -C ${globals.map(zshFlag).join(' ')} '1:command:->verb' '*::argument:->rest'
  case $state in
    verb) _describe command verbs ;;
    rest)
      case $line[1] in
${cases.join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = "_platform_mesh" ]; then _platform_mesh "$@"; else compdef _platform_mesh platform-mesh; fi
`;
}

function zshFlag({ names, description, value }: Flag): string {
  const text = description.replace(/[[\]:]/gu, (character) => `\\${character}`);
  const values = Array.isArray(value)
    ? `:value:(${value.join(' ')})`
    : { file: ':file:_files', folder: ':folder:_files -/', text: ':value: ' }[value as 'file' | 'folder' | 'text'];
  const exclusive = names.length > 1 ? `'(${names.join(' ')})'{${names.join(',')}}` : `'${names[0] ?? ''}`;
  return names.length > 1
    ? `${exclusive}${quote(`[${text}]${value === undefined ? '' : values}`)}`
    : `${exclusive}${quote(`[${text}]${value === undefined ? '' : values}`).slice(1)}`;
}

function fish(verbs: readonly Verb[], globals: readonly Flag[]): string {
  const line = (condition: string, { names, description, value }: Flag): string => {
    const spelled = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');
    const values = Array.isArray(value)
      ? ` -x -a ${quote(value.join(' '))}`
      : { file: ' -r -F', folder: " -x -a '(__fish_complete_directories)'", text: ' -x' }[value as 'file' | 'folder' | 'text'];
    return `complete -c platform-mesh${condition} ${spelled}${value === undefined ? '' : values} -d ${quote(description)}`;
  };
  return [
    '# fish completion of platform-mesh',
    ...globals.map((flag) => line('', flag)),
    ...verbs.map(({ name, description }) => `complete -c platform-mesh -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`),
    ...verbs.flatMap(({ name, flags, words }) => [
      ...flags.filter((flag) => !globals.includes(flag)).map((flag) => line(` -n '__fish_seen_subcommand_from ${name}'`, flag)),
      ...(words.length > 0 ? [`complete -c platform-mesh -n '__fish_seen_subcommand_from ${name}' -f -a ${quote(words.join(' '))}`] : []),
    ]),
    '',
  ].join('\n');
}

function namesOf(flags: readonly Flag[]): string {
  return flags.flatMap(({ names }) => names).join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
