import type { FlagSpec } from '../framework/command';
import { callsOf, completionCall, leadingFlags, takesFile, type CompletionPoint } from '../framework/completion-values';

/** Returns the completion script for fish, with a description of each word. */
export function fishCompletion(points: readonly CompletionPoint[]): string {
  // `switch` takes a word that begins with a dash for an option of its own.
  const { withValue, alone } = leadingFlags('word');
  return `# Completion of spawn for fish. To enable it: spawn completion fish > ~/.config/fish/completions/spawn.fish
function __spawn_at
    set -l words (commandline -opc)
    set -l at ""
    set -l is_value 0
    for word in $words[2..-1]
        if test $is_value = 1
            set is_value 0
            continue
        end
        switch "$at/$word"
            case ${points
              .filter(({ at }) => at !== '')
              .map(({ at }) => at)
              .join(' ')}
                set at "$at/$word"
            case '*'
                switch "word$word"
                    case ${withValue.replaceAll('|', ' ')}
                        set is_value 1
                    case ${alone.replaceAll('|', ' ')} 'word--*=*'
                    case '*'
                        break
                end
        end
    end
    test "$at" = "$argv[1]"
end
complete -c spawn -f
${points.flatMap(linesOf).join('\n')}
`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function linesOf({ at, children, flags, arguments: given }: CompletionPoint): string[] {
  const here = `complete -c spawn -n ${quoted(`__spawn_at "${at}"`)}`;
  return [
    ...children.map(({ word, summary }) => `${here} -a ${word} -d ${quoted(summary)}`),
    ...given.flatMap(({ choices, description }) =>
      choices ? [`${here} -a ${quoted(choices.join(' '))} -d ${quoted(description)}`] : [],
    ),
    ...callsOf(given).map((call) => `${here} -a ${quoted(`(${call})`)}`),
    ...(given.some(({ file }) => file) ? [`${here} -F`] : []),
    ...flags.map((flag) => `${here} ${writtenAs(flag)} -d ${quoted(flag.description)}`),
  ];
}

function writtenAs(flag: FlagSpec): string {
  const ways = `-l ${flag.name}${flag.short === undefined ? '' : ` -s ${flag.short}`}`;
  if (flag.choices) return `${ways} -x -a ${quoted(flag.choices.join(' '))}`;
  if (flag.value === undefined) return ways;
  const call = completionCall(flag.value);
  if (call !== undefined) return `${ways} -x -a ${quoted(`(${call})`)}`;
  return takesFile(flag) ? `${ways} -r -F` : `${ways} -x`;
}
