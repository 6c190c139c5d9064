import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { logLine, logReader, type LogLine } from '../../workflow/progress/log';

/** Prints the output of the scripts of a build. */
export const buildLogs: CommandSpec = {
  names: ['builds logs'],
  summary: 'Print the output of the scripts of a build',
  arguments: [{ name: 'build', description: 'id of the build (bld-…) or operation (op-…)' }],
  flags: [{ name: 'follow', short: 'f', description: 'stream the output until the build ends' }],
  examples: ['spawn builds logs bld-0mk3f2k1a7x2m9q4c', 'spawn builds logs bld-0mk3f2k1a7x2m9q4c --follow'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const api = await context.api();
    const follow = flags.on('follow');
    const collected: LogLine[] = [];
    const reader = logReader(api, id);
    for (;;) {
      const { lines, more, done } = await reader.page();
      if (context.format === 'table') context.terminal.out(lines.map((line) => `${logLine(line)}\n`).join(''));
      else collected.push(...lines);
      if (more) continue;
      if (!follow || done) break;
      await context.sleep(api.local ? 500 : 2000);
    }
    for (const [region, reason] of reader.unread)
      context.messages.warn(`the log in ${region} cannot be read: ${reason}`);
    // Other formats are one document, which is complete only at the end.
    if (context.format !== 'table') await writeResult(context, collected, () => '');
  },
};
