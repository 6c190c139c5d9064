import agentScript from '../scripts/agent.sh';
import cleanScript from '../scripts/clean.sh';
import copyScript from '../scripts/copy.sh';
import defaultCleanup from '../scripts/cleanup-default.sh';
import freezeScript from '../scripts/freeze.sh';
import readyScript from '../scripts/ready.sh';
import runScript from '../scripts/run.sh';
import searchScript from '../scripts/search.sh';
import thawScript from '../scripts/thaw.sh';
import userDataScript from '../scripts/user-data.sh';
import { encodedAssignments, shellQuote } from '../lib/shell-quote';

/** Returns a shipped script with variables inserted below its first line. */
function withVariables(script: string, values: Record<string, string>): string {
  const [first, ...rest] = script.split('\n');
  return [first, encodedAssignments(values) + rest.join('\n')].join('\n');
}

/** Returns a shipped script with its variables; if it checks, with the function that says whether user data runs. */
function withUserDataCheck(script: string, isChecked = false, values: Record<string, string>): string {
  if (!isChecked) return withVariables(script, { ...values, CHECK_USER_DATA: '' });
  const [first = '', ...lines] = userDataScript.split('\n');
  const [, ...rest] = script.split('\n');
  return withVariables([first, ...lines, ...rest].join('\n'), { ...values, CHECK_USER_DATA: '1' });
}

/** Returns user data that installs the SSM agent on a system that comes without: Debian. */
export function agentUserData(): string {
  return `#!/bin/bash\n${agentScript}`;
}

/**
 * Returns user data that installs a missing SSM agent, writes an object when the instance is up, and shuts it down
 * after some minutes.
 */
export function readyUserData(options: { readyUrl: string; shutdownMinutes: number }): string {
  const script = readyScript.replace('# INSTALL_AGENT\n', () => agentScript);
  return withVariables(script, { READY_URL: options.readyUrl, SHUTDOWN_MINUTES: String(options.shutdownMinutes) });
}

/**
 * Returns the command that runs one script of a recipe and uploads the whole output to a presigned URL. Its exit code
 * is that of the script or one of `exitCodes`. 194 reboots the instance and runs the script again, ten times at most:
 * the agent silently stops after 15 reboots (CommandRetryLimit of amazon-ssm-agent). `lock` is unique per script of an
 * instance, so that a command that is delivered twice runs once. `checkUserData` refuses while user data still runs.
 */
export function scriptCommand(options: {
  lock: string;
  scriptUrl: string;
  outputUrl: string;
  environmentUrl?: string;
  checkUserData?: boolean;
}): string {
  return withUserDataCheck(runScript, options.checkUserData, {
    LOCK: options.lock,
    SCRIPT_URL: options.scriptUrl,
    OUTPUT_URL: options.outputUrl,
    ENVIRONMENT_URL: options.environmentUrl ?? '',
  });
}

/** A file that is copied to an instance: where it is fetched from, its name in messages, and its digest. */
export interface FileCopy {
  url: string;
  source: string;
  destination: string;
  mode: string;
  owner: string;
  sha256: string;
  /** On somebody else's server, which may redirect; https only. */
  isElsewhere: boolean;
}

/** Returns the script that copies files to an instance, in order. It ends with exit code 1 at the first that fails. */
export function copyFilesScript(copies: readonly FileCopy[]): string {
  const lines = copies.map(({ url, source, destination, mode, owner, sha256, isElsewhere }) => {
    const [user = '', group = ''] = owner.split(':');
    const options = isElsewhere ? ['--location', '--proto', '=https', '--globoff'] : [];
    const words = [url, source, destination, mode, user, group, sha256, ...options];
    return `copy ${words.map(shellQuote).join(' ')}\n`;
  });
  return copyScript + lines.join('');
}

/**
 * Returns the command that starts the last script detached. It lists packages, cleans, removes the agent's registration
 * and reports residue. The search ends before `seconds` are over, so that the report can name what was not searched.
 */
export function cleanCommand(options: {
  seconds: number;
  cleanupUrl?: string;
  packagesUrl: string;
  reportUrl: string;
  searchUrl: string;
  environmentUrl?: string;
  secretsUrl?: string;
  /** Where a spot builder reports that its file systems are frozen, before the residue report; absent on demand. */
  frozenUrl?: string;
  manifest?: { text: string; title: string };
}): string {
  const driver = withVariables(cleanScript, {
    CLEAN_SECONDS: String(options.seconds - Math.min(120, Math.floor(options.seconds / 4))),
    CLEANUP_URL: options.cleanupUrl ?? '',
    PACKAGES_URL: options.packagesUrl,
    REPORT_URL: options.reportUrl,
    MANIFEST: options.manifest?.text ?? '',
    MANIFEST_TITLE: options.manifest?.title ?? '',
  });
  const curl = 'curl --fail --silent --show-error --retry 5';
  const fetch = (url: string | undefined, name: string): string =>
    url ? `${encodedAssignments({ URL: url })}${curl} --output /run/spawn/${name} "$URL" || exit 250\n` : '';
  return [
    '#!/bin/bash\nset -u\numask 077\nmkdir -p /run/spawn\n',
    // A command that is delivered twice must not overwrite the running script.
    "mkdir /run/spawn/cleaning 2>/dev/null || exit 0\ntrap '[ $? -eq 0 ] || rmdir /run/spawn/cleaning' EXIT\n",
    `cat >/run/spawn/clean <<'SPAWN_CLEAN'\n${driver}SPAWN_CLEAN\n`,
    options.frozenUrl === undefined ? '' : holdText(options.frozenUrl),
    fetch(options.searchUrl, 'residue'),
    fetch(options.environmentUrl, 'environment'),
    fetch(options.secretsUrl, 'secrets'),
    'systemd-run --collect --no-block --unit=spawn-clean /bin/bash /run/spawn/clean\n',
  ].join('');
}

/** Returns the lines that lay down the script which freezes a builder for good. */
function holdText(frozenUrl: string): string {
  const work = '/run/spawn/hold';
  const freeze = withVariables(freezeScript, { WORK: work, LOCK: 'hold', FROZEN_URL: frozenUrl, RELEASE_URL: '' });
  return `mkdir -p ${work}\ncat >${work}/freeze <<'SPAWN_FREEZE'\n${freeze}SPAWN_FREEZE\n`;
}

/**
 * Returns the command that searches an instance within some seconds and uploads the residue report to a presigned URL.
 * With `checkUserData` it does nothing while user data still runs, and ends with the exit code that says so.
 */
export function searchCommand(options: {
  seconds: number;
  searchUrl: string;
  reportUrl: string;
  checkUserData?: boolean;
}): string {
  return withUserDataCheck(searchScript, options.checkUserData, {
    SEARCH_SECONDS: String(options.seconds),
    SEARCH_URL: options.searchUrl,
    REPORT_URL: options.reportUrl,
  });
}

/**
 * Returns the command that freezes the file systems of an instance for at most some seconds, detached from the agent,
 * whose own files are frozen too. `lock` is unique per run, so that a command that is delivered twice freezes once. The
 * scripts report at two presigned URLs, and thaw at once when there is an object at `releaseUrl`.
 */
export function freezeCommand(options: {
  lock: string;
  seconds: number;
  frozenUrl: string;
  releaseUrl: string;
  thawedUrl: string;
}): string {
  const work = `/run/spawn/freeze-${options.lock}`;
  const variables = { WORK: work, LOCK: options.lock };
  const thaw = withVariables(thawScript, {
    ...variables,
    FREEZE_SECONDS: String(options.seconds),
    THAWED_URL: options.thawedUrl,
  });
  const freeze = withVariables(freezeScript, {
    ...variables,
    FROZEN_URL: options.frozenUrl,
    RELEASE_URL: options.releaseUrl,
  });
  return [
    `#!/bin/bash\nset -u\numask 077\nmkdir -p /run/spawn\nmkdir ${work} 2>/dev/null || exit 0\n`,
    `cat >${work}/thaw <<'SPAWN_THAW'\n${thaw}SPAWN_THAW\n`,
    `cat >${work}/freeze <<'SPAWN_FREEZE'\n${freeze}SPAWN_FREEZE\n`,
    `systemd-run --collect --no-block --unit=spawn-freeze-${options.lock} --property=StandardOutput=null `,
    `--property=StandardError=null /bin/bash ${work}/freeze\n`,
  ].join('');
}

/** The default cleanup script: the specification's cleanup and hardening lists. */
export const defaultCleanupScript = defaultCleanup;
