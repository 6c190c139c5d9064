import { bashCompletion } from '../../completion/bash';
import { fishCompletion } from '../../completion/fish';
import { completionPointsOf, type CompletionPoint } from '../../framework/completion-values';
import { zshCompletion } from '../../completion/zsh';
import type { CommandSpec } from '../../framework/command';
import { commandGroups } from '../../framework/groups';
import { writeResult } from '../../render/layout/output';

const shells: Readonly<Record<string, (points: readonly CompletionPoint[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/**
 * Returns the command that prints the completion script of a shell. `commands` returns all commands, including this
 * one.
 */
export function completionOf(commands: () => readonly CommandSpec[]): CommandSpec {
  return {
    names: ['completion'],
    summary: 'Print the completion script for a shell',
    details:
      'Completes commands, flags and values. For bash: source <(spawn completion bash). For zsh, save it as _spawn in a folder of fpath. For fish, save it as ~/.config/fish/completions/spawn.fish.',
    arguments: [{ name: 'shell', description: 'bash, zsh or fish', choices: Object.keys(shells) }],
    flags: [],
    examples: ['spawn completion bash', 'spawn completion zsh', 'spawn completion fish'],
    run: async ({ arguments: [shell = ''] }, context) => {
      const text = shells[shell]?.(completionPointsOf(commands(), commandGroups)) ?? '';
      await writeResult(context, { shell, script: text }, () => text);
    },
  };
}
