import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { cleanCommand, readyUserData, scriptCommand } from '../../../core/instance/scripts';
import { exitCodes } from '../../../core/scripts/exit-codes';
import { shellAssignments } from '../../../core/lib/shell-quote';
import { joinUserData } from '../../../core/instance/user-data';

const shipped = (name: string) => readFileSync(join(__dirname, `../../../core/scripts/${name}.sh`), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'spawn-scripts-'));
const canary = join(folder, 'canary');
const attack = `touch ${canary}`;

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  // The programs that the commands call on a machine: they do nothing here.
  for (const name of ['curl', 'systemd-run', 'shutdown']) {
    writeFileSync(join(folder, name), '#!/bin/sh\nexit 0\n');
    chmodSync(join(folder, name), 0o755);
  }
});
afterEach(() => rmSync(canary, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        `\nSPAWN_CLEAN\n${attack}\n`,
        `\nSPAWN_RESIDUE\n${attack}\n`,
        `\nEOF\n${attack}\n`,
        `';${attack};'`,
        `";${attack};"`,
        `$(${attack})`,
        `\`${attack}\``,
        '{{ssm:secret}}',
        '{{ global:REGION }}',
        '\n',
        '\r\n',
        '\\',
        '%s',
        "'",
        '"',
        '!!',
        '~',
        '*',
        ' ',
        '${HOME}',
        '<<X',
        '&',
        ';',
        '|',
        '#',
        '-n',
        'ä',
        '🙂',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }).map((text) => text.replaceAll('\0', '')),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const bash = (script: string): string =>
  execFileSync('/bin/bash', ['-c', script], {
    encoding: 'utf8',
    env: { PATH: `${folder}:/usr/bin:/bin`, HOME: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });

/**
 * The values of variables after the first lines of a shipped script, up to the comment that says what the script is
 * for.
 */
function valuesIn(script: string, names: readonly string[]): string[] {
  const [assignments = ''] = script.split(/^# [A-Z]/m);
  return bash(`${assignments}\nprintf '%s\\0' ${names.map((name) => `"$${name}"`).join(' ')}`)
    .split('\0')
    .slice(0, -1);
}

const manyRuns = { numRuns: 60 };

test('no value of the command that cleans a builder runs as code or changes on its way', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, hostile, (text, title, cleanupUrl, packagesUrl, secretsUrl) => {
      const command = cleanCommand({
        seconds: 900,
        searchUrl: 'https://search',
        manifest: { text, title },
        cleanupUrl,
        packagesUrl,
        reportUrl: 'https://report',
        environmentUrl: secretsUrl,
        secretsUrl,
      });
      expect(command).not.toContain('{{');
      rmSync(join(folder, 'run'), { recursive: true, force: true });
      bash(command.replaceAll('/run/spawn', join(folder, 'run')));
      expect(existsSync(canary)).toBe(false);
      const written = readFileSync(join(folder, 'run/clean'), 'utf8');
      expect(valuesIn(written, ['MANIFEST', 'MANIFEST_TITLE', 'CLEANUP_URL', 'PACKAGES_URL'])).toEqual([
        text,
        title,
        cleanupUrl,
        packagesUrl,
      ]);
      expect(existsSync(canary)).toBe(false);
    }),
    { ...manyRuns, examples: [[`\nSPAWN_CLEAN\n${attack}\n`, '', '', '', '']] },
  );
});

test('no value of the command that runs a script, or of the user data of a builder, runs as code or changes on its way', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (scriptUrl, outputUrl, environmentUrl) => {
      const command = scriptCommand({ lock: 'script', scriptUrl, outputUrl, environmentUrl });
      expect(command).not.toContain('{{');
      expect(valuesIn(command, ['SCRIPT_URL', 'OUTPUT_URL', 'ENVIRONMENT_URL'])).toEqual([
        scriptUrl,
        outputUrl,
        environmentUrl,
      ]);
      expect(
        valuesIn(readyUserData({ readyUrl: scriptUrl, shutdownMinutes: 120 }), ['READY_URL', 'SHUTDOWN_MINUTES']),
      ).toEqual([scriptUrl, '120']);
      expect(existsSync(canary)).toBe(false);
    }),
    manyRuns,
  );
});

test('the shipped scripts end with no code of their own that an answer does not know', () => {
  const { noTransfer, userDataRuns, tooManyReboots } = exitCodes;
  const codesOf = (name: string) =>
    [...shipped(name).matchAll(/(?:exit |echo |code=)(2\d\d)\b/g)].map(([, code]) => Number(code));
  // 252 is told as it is: nothing but the log says more.
  expect(new Set(codesOf('run'))).toEqual(new Set([noTransfer, userDataRuns, tooManyReboots, 252]));
  expect(new Set(codesOf('search'))).toEqual(new Set([noTransfer, userDataRuns]));
  expect(shipped('run')).toContain(`\n${Object.values(exitCodes).join(' | ')})\n`);
});

test('no name, command or secret is taken for code by the script around it', () => {
  fc.assert(
    fc.property(hostile, hostile, (name, secret) => {
      const launch = joinUserData({ bootstrap: '#!/bin/sh\n', command: 'printf %s "$JOB_ARRAY_NAME"' }, { name });
      expect(bash((launch ?? '').replace('>/var/log/spawn-job.log', ''))).toBe(name);
      expect(bash(`${shellAssignments({ SECRET: secret })}printf %s "$SECRET"`)).toBe(secret);
      expect(existsSync(canary)).toBe(false);
    }),
    manyRuns,
  );
});

test('a value with a NUL character is refused, since no variable of a shell can hold it', () => {
  for (const make of [
    () => cleanCommand({ seconds: 900, searchUrl: 's', packagesUrl: 'a\0b', reportUrl: 'c' }),
    () => cleanCommand({ seconds: 900, searchUrl: 's', packagesUrl: 'a', reportUrl: 'b', secretsUrl: 'c\0d' }),
    () => scriptCommand({ lock: 'script', scriptUrl: 'a\0b', outputUrl: 'c' }),
    () => shellAssignments({ SECRET: 'a\0b' }),
  ]) {
    expect(make).toThrow('NUL');
  }
});
