import type { LogPage } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';

/** Prints the output of the scripts of a build. */
export const buildLogs: CommandSpec = {
  names: ['builds logs'],
  summary: 'Print the output of the scripts of a build',
  arguments: [{ name: 'build', description: 'id of the build (bld-…)' }],
  flags: [{ name: 'follow', short: 'f', description: 'stream the output until the build ends' }],
  examples: ['spawn builds logs bld-0mk3f2k1a7x2m9q4c', 'spawn builds logs bld-0mk3f2k1a7x2m9q4c --follow'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const api = await context.api();
    const follow = flags.on('follow');
    const collected: LogPage['lines'] = [];
    const unread = new Map<string, string>();
    let cursor: string | undefined;
    for (;;) {
      const page = await api.get<LogPage>(`/v1/builds/${encodeURIComponent(id)}/log`, { cursor });
      if (context.format === 'table') context.terminal.out(page.lines.map((line) => `${renderLine(line)}\n`).join(''));
      else collected.push(...page.lines);
      for (const { region, reason } of page.unread ?? []) unread.set(region, reason);
      const moved = page.cursor !== undefined && page.cursor !== cursor;
      if (page.cursor !== undefined) cursor = page.cursor;
      if (page.lines.length > 0 && moved) continue;
      if (!follow || page.done) break;
      await context.sleep(api.local ? 500 : 2000);
    }
    for (const [region, reason] of unread)
      context.terminal.err(`warning: the log in ${region} cannot be read: ${reason}\n`);
    // Other formats are one document, which is complete only at the end.
    if (context.format !== 'table') await writeResult(context, collected, () => '');
  },
};

function renderLine(line: LogPage['lines'][number]): string {
  return `${line.stage === undefined ? '' : `[${line.stage}] `}${line.text}`;
}
