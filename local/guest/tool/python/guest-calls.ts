import { createHash } from 'node:crypto';
import { findGroup, findUser } from '../../file/users';
import { resolvePath } from '../../file/nodes';
import type { ToolCall } from '../../process/tool';
import { usableCards } from '../host/gpu';
import { matchesOf } from './expressions';
import { SystemCallError } from './errors';
import { statusOf } from './structures';

/** What a Python program is started with. */
export interface Program {
  readonly source: string;
  /** The path of the file, empty when the program is none. */
  readonly file: string;
  /** What tracebacks call a program without a file. */
  readonly name: string;
  readonly argv: string[];
  /** What `__name__` is. */
  readonly module: string;
  /** The directories of sys.path: that of the program first. */
  readonly path: string[];
  readonly version: string;
}

export interface Question {
  readonly question: string;
  readonly [parameter: string]: unknown;
}

type Answers = Record<string, (question: Question) => unknown>;

/**
 * Returns what the Python library may ask of the guest and the file system has no system call for. Every answer is one
 * that the user of the process may have.
 */
export function guestAnswers(call: ToolCall, program: Program, library: string, cwd: () => string): Answers {
  const { files, system, process } = call;
  const path = (question: Question, key = 'path') => resolvePath(cwd(), String(question[key]));
  const existing = (at: string, follow = true) => {
    const node = files.node(at, follow);
    if (node === undefined) throw Object.assign(new SystemCallError('ENOENT'), { path: at });
    return node;
  };
  const machine = system.facts.architecture === 'arm64' ? 'aarch64' : 'x86_64';
  return {
    start: () => ({ ...program, library }),
    environment: () => call.environment,
    facts: () => ({
      version: program.version,
      executable: `/usr/bin/python${program.version.split('.').slice(0, 2).join('.')}`,
      machine,
      vcpus: system.facts.vcpus,
      hostname: system.hostname(),
      release: files.list('/usr/lib/modules')[0] ?? '6.1.0',
    }),
    gpus: () => usableCards(system).map(({ name, memoryMiB }) => ({ name: `NVIDIA ${name}`, memoryMiB })),
    user: () => {
      const user = findUser(files, call.user);
      return {
        name: call.user,
        uid: user?.uid ?? 0,
        gid: user?.gid ?? 0,
        pid: process.pid,
        ppid: process.parent?.pid ?? 1,
      };
    },
    lstat: (question) => {
      const { mode, uid, gid, size, modified } = statusOf(files, existing(path(question), false));
      return [mode, 1, 1, 1, uid, gid, size, modified, modified, modified];
    },
    access: (question) =>
      question.mode === 0 ? files.exists(path(question)) : files.allows(path(question), Number(question.mode)),
    chmod: (question) => {
      existing(path(question));
      files.change(path(question), { mode: Number(question.mode) & 0o7777 });
    },
    chown: (question) => {
      const { owner } = existing(path(question));
      const user = question.uid === -1 ? owner.user : findUser(files, String(question.uid))?.name;
      const group = question.gid === -1 ? owner.group : findGroup(files, String(question.gid))?.name;
      files.change(path(question), {
        owner: { user: user ?? String(question.uid), group: group ?? String(question.gid) },
      });
    },
    symlink: (question) => files.link(String(question.target), path(question)),
    readlink: (question) => {
      const node = existing(path(question), false);
      if (node.kind !== 'link') throw new SystemCallError('EINVAL');
      return node.target;
    },
    realpath: (question) => (files.exists(path(question)) ? files.canonical(path(question)) : path(question)),
    copy: (question) => {
      existing(path(question, 'source'));
      files.copy(path(question, 'source'), path(question), question.kept === true);
    },
    hash: (question) =>
      createHash(String(question.name))
        .update(Buffer.from(String(question.data), 'hex'))
        .digest('hex'),
    expression: (question) => matchesOf(question as unknown as Parameters<typeof matchesOf>[0]),
    removeTree: (question) => files.remove(path(question)),
  };
}

/** Answers one question in JSON: the value, or the code of the error and the path it is about. */
export function answered(answers: Answers, text: string): string {
  const question = JSON.parse(text) as Question;
  try {
    return JSON.stringify({ value: answers[question.question]?.(question) ?? null });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    return JSON.stringify({ error: code, path: question.path ?? null });
  }
}
