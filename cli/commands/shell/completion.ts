import { bashCompletion } from '../../completion/bash';
import { fishCompletion } from '../../completion/fish';
import { completionPointsOf, type CompletionPoint } from '../../framework/completion-values';
import { zshCompletion } from '../../completion/zsh';
import type { CommandSpec } from '../../framework/command';
import { commandGroups } from '../../framework/groups';

const shells: Readonly<Record<string, (places: readonly CompletionPoint[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Prints the completion of all commands for a shell. `commands` gives them once all are there, this one among them. */
export function completionOf(commands: () => readonly CommandSpec[]): CommandSpec {
  return {
    names: ['completion'],
    summary: 'Print the completion of commands, flags and values for a shell',
    details:
      'For bash: source <(spawn completion bash). For zsh: a file _spawn in a folder of fpath. For fish: ~/.config/fish/completions/spawn.fish.',
    arguments: [{ name: 'shell', description: 'bash, zsh or fish', choices: Object.keys(shells) }],
    flags: [],
    examples: ['spawn completion bash', 'spawn completion zsh', 'spawn completion fish'],
    run: async ({ arguments: [shell = ''] }, context) => {
      context.terminal.out(shells[shell]?.(completionPointsOf(commands(), commandGroups)) ?? '');
    },
  };
}
