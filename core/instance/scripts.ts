import cleanScript from '../scripts/clean.sh';
import defaultCleanup from '../scripts/cleanup-default.sh';
import readyScript from '../scripts/ready.sh';
import runScript from '../scripts/run.sh';
import searchScript from '../scripts/search.sh';
import { encodedAssignments } from '../lib/shell-quote';

/** Puts variables below the first line of a shipped script. */
function withVariables(script: string, values: Record<string, string>): string {
  const [first, ...rest] = script.split('\n');
  return [first, encodedAssignments(values) + rest.join('\n')].join('\n');
}

/** User data that writes an object when the machine is up, and turns the machine off after that many minutes. */
export function readyUserData(options: { readyUrl: string; shutdownMinutes: number }): string {
  return withVariables(readyScript, { READY_URL: options.readyUrl, SHUTDOWN_MINUTES: String(options.shutdownMinutes) });
}

/**
 * The command that runs one script of a recipe; the output's whole text goes to a presigned address. Its exit code is
 * the script's, 250 when it could not be fetched, or 251 after the tenth reboot: 194 reboots the instance and runs it
 * again, and the agent gives up without a word after 15 (CommandRetryLimit of amazon-ssm-agent). `lock`: what no two
 * scripts of an instance share; a command that is delivered twice runs once.
 */
export function scriptCommand(options: {
  lock: string;
  scriptUrl: string;
  outputUrl: string;
  environmentUrl?: string;
}): string {
  return withVariables(runScript, {
    LOCK: options.lock,
    SCRIPT_URL: options.scriptUrl,
    OUTPUT_URL: options.outputUrl,
    ENVIRONMENT_URL: options.environmentUrl ?? '',
  });
}

/**
 * The command that starts the last script detached: it lists packages, cleans, removes the agent's registration and
 * reports residue. The search ends before `seconds` are over, so that a report says what was not looked at.
 */
export function cleanCommand(options: {
  seconds: number;
  cleanupUrl?: string;
  packagesUrl: string;
  reportUrl: string;
  searchUrl: string;
  environmentUrl?: string;
  secretsUrl?: string;
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
    // A command that is delivered twice must not write over the script that runs.
    "mkdir /run/spawn/cleaning 2>/dev/null || exit 0\ntrap '[ $? -eq 0 ] || rmdir /run/spawn/cleaning' EXIT\n",
    `cat >/run/spawn/clean <<'SPAWN_CLEAN'\n${driver}SPAWN_CLEAN\n`,
    fetch(options.searchUrl, 'residue'),
    fetch(options.environmentUrl, 'environment'),
    fetch(options.secretsUrl, 'secrets'),
    'systemd-run --collect --no-block --unit=spawn-clean /bin/bash /run/spawn/clean\n',
  ].join('');
}

/**
 * The command that searches an instance as it is, within so many seconds, and puts the residue report to a presigned
 * address.
 */
export function searchCommand(options: { seconds: number; searchUrl: string; reportUrl: string }): string {
  return withVariables(searchScript, {
    SEARCH_SECONDS: String(options.seconds),
    SEARCH_URL: options.searchUrl,
    REPORT_URL: options.reportUrl,
  });
}

/** The cleanup that ships with us: the specification's cleanup and hardening lists. */
export const defaultCleanupScript = defaultCleanup;
