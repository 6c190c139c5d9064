import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { commands } from '../../../cli/commands/all';
import { completionLines } from '../../../cli/commands/shell/complete';
import { bashCompletion } from '../../../cli/completion/bash';
import { completionPointsOf } from '../../../cli/framework/completion-values';
import { verbatim } from '../../../core/instance/command';
import { cleanCommand } from '../../../core/instance/scripts';
import { jobLog, joinUserData } from '../../../core/instance/user-data';
import { encodedAssignments, shellAssignments, shellQuote } from '../../../core/lib/shell-quote';

/** A way by which a text of a user reaches a shell. */
export interface Way {
  name: string;
  shell: 'sh' | 'bash';
  /** Every so manieth string goes this way: those that start processes are slow. */
  every: number;
  /** What every script of it begins with. */
  preamble?: string;
  /** What arrives when it is not the text itself. */
  arrives?: (text: string) => string;
  /** Lines that print the text and a NUL as the shell gets it. Throws RangeError for what no shell can hold. */
  lines: (text: string) => string;
}

const print = (word: string): string => `printf '%s\\0' ${word}\n`;
const bootstrap = '#!/bin/sh\n:\n';
const instance = 'i-0123456789abcdef0';
const url = 'https://bucket.example/x';

/** As Systems Manager does before it hands a command to the agent. */
const withParameters = (command: string): string => command.replace(/\{\{\s*ssm[\w-]*:[^}]*\}\}/g, 'REPLACED');

/** The lines of a heredoc that set variables. */
function assignmentsIn(command: string, names: readonly string[]): string {
  const [, driver = ''] = /<<'SPAWN_CLEAN'\n([^]*?)^SPAWN_CLEAN$/m.exec(command) ?? [];
  return driver
    .split('\n')
    .filter((line) => names.some((name) => line.startsWith(`${name}=`)))
    .join('\n');
}

/** All of them. */
export const ways: readonly Way[] = [
  { name: 'a word of sh', shell: 'sh', every: 1, lines: (text) => print(shellQuote(text)) },
  { name: 'a word of bash', shell: 'bash', every: 1, lines: (text) => print(shellQuote(text)) },
  { name: 'a variable', shell: 'sh', every: 1, lines: (text) => shellAssignments({ VALUE: text }) + print('"$VALUE"') },
  {
    name: 'a variable of a script for Systems Manager',
    shell: 'bash',
    every: 40,
    lines: (text) => withParameters(encodedAssignments({ VALUE: text })) + print('"$VALUE"'),
  },
  {
    name: 'user data joined with the bootstrap',
    shell: 'bash',
    every: 40,
    lines: (text) =>
      `(\n${joinUserData({ bootstrap, own: `#!/bin/sh\n${print(shellQuote(text))}` }, { name: 'one' })})\n`,
  },
  {
    name: 'the name of a job array',
    shell: 'bash',
    every: 40,
    lines: (text) =>
      `(\n${joinUserData(
        { command: print('"$JOB_ARRAY_NAME"') },
        { name: 'one', job_array: { name: text, index: 0, size: 1 } },
      )?.replace(` >${jobLog} 2>&1`, '')})\n`,
  },
  {
    name: 'a command on an instance',
    shell: 'sh',
    every: 40,
    lines: (text) => `(\n${withParameters(verbatim(print(shellQuote(text))))}\n)\n`,
  },
  {
    name: 'the manifest that an image gets',
    shell: 'bash',
    every: 40,
    lines: (text) => {
      const urls = { packagesUrl: url, reportUrl: url, searchUrl: url };
      const command = cleanCommand({ seconds: 600, ...urls, manifest: { text, title: text } });
      const set = withParameters(assignmentsIn(command, ['MANIFEST', 'MANIFEST_TITLE']));
      return `MANIFEST=; MANIFEST_TITLE=\n${set}\n[ "$MANIFEST" = "$MANIFEST_TITLE" ] && ${print('"$MANIFEST"')}`;
    },
  },
  {
    name: 'the name of an instance that bash completes',
    shell: 'bash',
    every: 40,
    preamble: bashCompletion(completionPointsOf(commands, {})).replace(/^complete -F.*$/m, ''),
    arrives: (text) => [instance, ...(/^[\w.@+-]+$/.test(text) ? [text] : [])].join(' '),
    lines: (text) => {
      const listed = completionLines([
        [instance, `${text} running`],
        [text, instance],
      ]);
      const words = "COMP_WORDS=(spawn connect ''); COMP_CWORD=2";
      return `spawn() { printf %s ${shellQuote(listed)}; }\n${words}; _spawn; ${print('"${COMPREPLY[*]}"')}`;
    },
  },
];

/** What went wrong with a text on a way. */
export interface Injected {
  way: string;
  text: string;
  what: string;
}

export interface Tried {
  /** Pairs of a text and a way. */
  count: number;
  /** Texts that were refused: with NUL, or too long for user data. */
  refused: number;
  wrong: Injected[];
}

/** A folder with shells that find `base64`, `cut` and `canary` only, so that nothing else can run. */
export class Shells {
  private readonly folder = mkdtempSync(join(tmpdir(), 'spawn-canary-'));
  private readonly bin = join(this.folder, 'bin');
  private readonly work = join(this.folder, 'work');

  constructor() {
    mkdirSync(this.bin);
    mkdirSync(this.work);
    writeFileSync(join(this.bin, 'canary'), '#!/bin/sh\n: >>"$CANARY"\n');
    chmodSync(join(this.bin, 'canary'), 0o755);
    for (const tool of ['base64', 'cut', 'sh']) symlinkSync(pathOf(tool), join(this.bin, tool));
  }

  /** Sends texts through a shell on one way, all in one process, and tells which of them ran or arrived changed. */
  try(way: Way, texts: readonly string[]): Tried {
    const sent: { text: string; lines: string }[] = [];
    let refused = 0;
    for (const text of texts) {
      try {
        sent.push({ text, lines: way.lines(text) });
      } catch (error) {
        const isRefused = error instanceof RangeError ? text.includes('\0') : (error as Error).name === 'TooLarge';
        if (!isRefused) throw error;
        refused += 1;
      }
    }
    const wrong = this.run(way, sent);
    return { count: sent.length, refused, wrong };
  }

  private run(way: Way, sent: readonly { text: string; lines: string }[]): Injected[] {
    const script = join(this.folder, 'script');
    writeFileSync(script, (way.preamble ?? '') + sent.map(({ lines }) => lines).join(''));
    const { stdout, stderr, status } = spawnSync(pathOf(way.shell), [script], {
      cwd: this.work,
      env: { PATH: this.bin, CANARY: join(this.work, 'sang'), LC_ALL: 'C.UTF-8' },
      maxBuffer: 1 << 28,
    });
    const ran = readdirSync(this.work);
    for (const name of ran) rmSync(join(this.work, name), { recursive: true });
    const parts = splitAtNul(stdout);
    const isRight =
      status === 0 &&
      ran.length === 0 &&
      stderr.length === 0 &&
      parts.length === sent.length &&
      sent.every(({ text }, index) => parts[index]!.equals(Buffer.from(way.arrives?.(text) ?? text)));
    if (isRight) return [];
    if (sent.length === 1) {
      const arrived = ran.length > 0 ? 'it ran' : `it arrived as ${JSON.stringify(parts[0]?.toString())}`;
      return [{ way: way.name, text: sent[0]!.text, what: `${arrived} ${stderr.toString()}`.trim() }];
    }
    // One of them spoils the others: halves tell which.
    const middle = Math.ceil(sent.length / 2);
    return [...this.run(way, sent.slice(0, middle)), ...this.run(way, sent.slice(middle))];
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function splitAtNul(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(0, from);
    if (end < 0) return [...parts, bytes.subarray(from)];
    parts.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return parts;
}

const found = new Map<string, string>();

/** The path of a tool of this machine. */
function pathOf(tool: string): string {
  const known = found.get(tool);
  if (known !== undefined) return known;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const path = folders.map((folder) => join(folder, tool)).find((file) => spawnSync('test', ['-x', file]).status === 0);
  if (path === undefined) throw new Error(`there is no ${tool} on this machine`);
  found.set(tool, path);
  return path;
}
