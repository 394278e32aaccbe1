import { InvalidArgumentError, Option } from 'commander';
import { closest } from 'fastest-levenshtein';

/** A flag with one of several words; the first is the default. */
export function choice(flags: string, description: string, words: readonly [string, ...string[]]): Option {
  return word(flags, description, words).default(words[0]);
}

/** A flag with one of several words, and without a default. A word that is none of them gets the nearest one. */
export function word(flags: string, description: string, words: readonly string[]): Option {
  const option = new Option(flags, description).choices(words);
  return option.argParser((given) => {
    if (words.includes(given)) return given;
    throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}.\n(Did you mean ${closest(given, words)}?)`);
  });
}
