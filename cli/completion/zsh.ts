import {
  alternatives,
  callsOf,
  completionCall,
  leadingFlags,
  takesFile,
  valueFlags,
  waysToWrite,
  type CompletionPoint,
} from '../framework/completion-values';

/** Returns the completion script for zsh, with a description of each word. */
export function zshCompletion(points: readonly CompletionPoint[]): string {
  const { withValue, alone } = leadingFlags();
  return `#compdef spawn
# Completion of spawn for zsh. To enable it: spawn completion zsh > "\${fpath[1]}/_spawn"
_spawn() {
  local at="" previous="\${words[CURRENT-1]}" index
  local -a found
  for ((index = 2; index < CURRENT; index++)); do
    case "$at/\${words[index]}" in
      (${alternatives(points)}) at="$at/\${words[index]}" ;;
      (*)
        case "\${words[index]}" in
          (${withValue}) index=$((index + 1)) ;;
          (${alone}|--*=*) ;;
          (*) break ;;
        esac ;;
    esac
  done
  case "$at $previous" in
${points.flatMap(valueCases).join('\n')}
  esac
  case "$at" in
${points.map(pointCase).join('\n')}
  esac
  _describe spawn found
}
# As a file of fpath this runs at the first completion; sourced, it only registers the completion.
if [[ "\${funcstack[1]}" == _spawn ]]; then _spawn "$@"; else compdef _spawn spawn; fi
`;
}

// Single quotes end the quoting, and colons separate a word from its description.
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const entry = (word: string, summary: string): string => quoted(`${word.replaceAll(':', '\\:')}:${summary}`);

// One line for each thing: its id or name, a tab, and what it is.
const listed = (call: string): string => `found+=("\${(@f)$(${call} | tr '\\t' ':')}")`;

function valueCases(point: CompletionPoint): string[] {
  return valueFlags(point).map(({ flag, patterns }) => {
    if (flag.choices) return `    (${patterns}) compadd -- ${flag.choices.map(quoted).join(' ')}; return ;;`;
    const call = completionCall(flag.value ?? '');
    if (call !== undefined) return `    (${patterns}) ${listed(call)}; _describe spawn found; return ;;`;
    return `    (${patterns}) ${takesFile(flag) ? 'compset -P @; _files; ' : ''}return ;;`;
  });
}

function pointCase({ at, children, flags, arguments: given }: CompletionPoint): string {
  const words = [
    ...children.map(({ word, summary }) => entry(word, summary)),
    ...given.flatMap(({ choices = [] }) => choices).map(quoted),
  ];
  const written = flags.flatMap((flag) => waysToWrite(flag).map((way) => entry(way, flag.description)));
  const files = given.some(({ file }) => file) ? ' [[ $PREFIX == -* ]] || { _files; return };' : '';
  const more = callsOf(given)
    .map((call) => ` ${listed(call)};`)
    .join('');
  return `    ("${at}")${files} if [[ $PREFIX == -* ]]; then found=(${written.join(' ')}); else found=(${words.join(' ')});${more} fi ;;`;
}
