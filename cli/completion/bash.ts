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

/**
 * Returns the completion script for bash. Ids and names come from `spawn complete`, which prints nothing without the
 * API.
 */
export function bashCompletion(points: readonly CompletionPoint[]): string {
  const { withValue, alone } = leadingFlags();
  return `# Completion of spawn for bash. To enable it: source <(spawn completion bash)
_spawn() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" at="" words="" index
  # bash takes the = of --flag=value for a word of its own.
  if [[ $current == "=" ]]; then current=""; elif [[ $previous == "=" ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$at/\${COMP_WORDS[index]}" in
      ${alternatives(points)}) at="$at/\${COMP_WORDS[index]}" ;;
      *)
        case "\${COMP_WORDS[index]}" in
          ${withValue}) if [[ \${COMP_WORDS[index+1]} == "=" ]]; then index=$((index + 2)); else index=$((index + 1)); fi ;;
          ${alone}) ;;
          *) break ;;
        esac ;;
    esac
  done
  case "$at $previous" in
${points.flatMap(valueCases).join('\n')}
  esac
  case "$at" in
${points.map(pointCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
_spawn_files() {
  compopt -o filenames
  if [[ $current == @* ]]; then COMPREPLY=($(compgen -P @ -f -- "\${current#@}")); else COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -F _spawn spawn
`;
}

function valueCases(point: CompletionPoint): string[] {
  return valueFlags(point).map(({ flag, patterns }) => {
    if (flag.choices)
      return `    ${patterns}) COMPREPLY=($(compgen -W "${flag.choices.join(' ')}" -- "$current")); return ;;`;
    const call = completionCall(flag.value ?? '');
    if (call !== undefined)
      return `    ${patterns}) COMPREPLY=($(compgen -W "$(${call} | cut -f1)" -- "$current")); return ;;`;
    return `    ${patterns}) ${takesFile(flag) ? '_spawn_files; ' : ''}return ;;`;
  });
}

function pointCase({ at, children, flags, arguments: given }: CompletionPoint): string {
  const words = [...children.map(({ word }) => word), ...given.flatMap(({ choices = [] }) => choices)].join(' ');
  const files = given.some(({ file }) => file) ? ' if [[ $current != -* ]]; then _spawn_files; return; fi;' : '';
  const calls = callsOf(given).map((call) => ` $(${call} | cut -f1)`);
  return `    "${at}")${files} if [[ $current == -* ]]; then words="${flags.flatMap(waysToWrite).join(' ')}"; else words="${words}${calls.join('')}"; fi ;;`;
}
