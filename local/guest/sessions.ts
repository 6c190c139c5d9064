import type { RunResult } from '../kernel/types';
import { actorOf, WRITE } from './file/permissions';
import type { Process } from './process/state';
import type { System } from './process/system';
import { environmentOf } from './file/users';

interface Session {
  cwd: string;
  variables: Record<string, string>;
  environment: Record<string, string>;
  functions: Process['memory']['functions'];
  history: string[];
}

const internal = new Set(['HISTORY_CLEARED', '?', '#', '@', '*', '0', 'SHELLOPTS', 'BASHOPTS', 'LAST_BACKGROUND_PID']);

/** Returns whether a line ends the shell that it is typed into. */
export function endsSession(line: string): boolean {
  return /^\s*(exit|logout)(\s+\d+)?\s*$/.test(line);
}

/** The interactive shells of people who are connected: each keeps its directory, variables, functions and history. */
export class Sessions {
  private readonly open = new Map<string, Session>();

  constructor(private readonly system: System) {}

  /** Runs one line as ssm-user. `exit` ends the session and appends what was typed to ~/.bash_history. */
  async type(id: string, line: string): Promise<RunResult> {
    const session = this.open.get(id) ?? this.start();
    this.open.set(id, session);
    session.history.push(line);
    if (endsSession(line)) return this.end(id, session);
    const { process, done } = this.system.processes.background({
      script: line,
      cwd: session.cwd,
      user: 'ssm-user',
      environment: session.environment,
      variables: session.variables,
      command: '-bash',
      functions: session.functions,
    });
    const end = await done;
    session.cwd = end.variables.PWD ?? session.cwd;
    if (end.variables.HISTORY_CLEARED === '1') session.history = [];
    for (const [name, value] of Object.entries(end.variables)) {
      if (internal.has(name) || /^\d+$/.test(name)) continue;
      if (session.environment[name] === undefined) session.variables[name] = value;
      else session.environment[name] = value;
    }
    for (const match of line.matchAll(/(?:^|[;&|]\s*)export\s+([A-Za-z_]\w*)/g)) {
      const name = match[1] as string;
      session.environment[name] = end.variables[name] ?? '';
      delete session.variables[name];
    }
    session.functions = process.memory.functions;
    return { exitCode: end.exitCode, stdout: end.stdout, stderr: end.stderr, timedOut: false };
  }

  private start(): Session {
    return {
      cwd: this.directory(),
      variables: {},
      environment: environmentOf(this.system.files, 'ssm-user'),
      functions: new Map(),
      history: [],
    };
  }

  /** A session starts where the agent runs, not in the home of its user (amazon-ssm-agent issues 236 and 598). */
  private directory(): string {
    const unit = this.system.files
      .list('/etc/systemd/system/multi-user.target.wants')
      .find((name) => name.includes('amazon-ssm-agent'));
    const text = this.system.files.textOr(`/etc/systemd/system/multi-user.target.wants/${unit ?? ''}`);
    return /^WorkingDirectory=(.+)$/m.exec(text)?.[1] ?? '/';
  }

  private end(id: string, session: Session): RunResult {
    this.open.delete(id);
    const home = session.environment.HOME ?? '/home/ssm-user';
    // bash writes it for the user alone.
    const files = this.system.files.as(actorOf(this.system.files, 'ssm-user', 0o077));
    const path = `${home}/.bash_history`;
    const isWritable = files.allows(files.exists(path) ? path : home, WRITE);
    if (session.history.length > 0 && isWritable)
      files.append(path, session.history.map((line) => `${line}\n`).join(''));
    return { exitCode: 0, stdout: 'exit\n', stderr: '', timedOut: false };
  }
}
