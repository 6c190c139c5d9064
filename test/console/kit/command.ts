import { commands } from '../../../cli/commands/all';
import { runProgram } from '../../../cli/framework/program';
import type { Host } from '../../../cli/framework/context';

/**
 * Parses words that a page shows as a command, without `spawn`, with the command's own parser. Returns the names of the
 * command; throws with what the parser says of words that it does not take.
 */
export async function commandOf(words: readonly (string | undefined | false)[]): Promise<readonly string[]> {
  const said: string[] = [];
  let called: readonly string[] | undefined;
  const parsed = commands.map((command) => ({ ...command, run: async () => void (called = command.names) }));
  const terminal = { out: () => {}, err: (text: string) => void said.push(text), interactive: false };
  const host = { terminal, environment: {}, directory: __dirname, now: () => new Date(0) } as unknown as Host;
  const given = words.filter((word) => typeof word === 'string');
  const code = await runProgram(parsed, '1.2.3', given, host);
  if (code !== 0 || called === undefined) throw new Error(`spawn ${given.join(' ')}: ${said.join('')}`);
  return called;
}
