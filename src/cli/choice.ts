import { InvalidArgumentError, Option } from 'commander';
import { closest } from 'fastest-levenshtein';

/** A flag with one of several words; the first is the default. A word that is none of them gets the nearest one. */
export function choice(flags: string, description: string, words: readonly [string, ...string[]]): Option {
  const option = new Option(flags, description).choices(words).default(words[0]);
  return option.argParser((word) => {
    if (words.includes(word)) return word;
    throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}.\n(Did you mean ${closest(word, words)}?)`);
  });
}
