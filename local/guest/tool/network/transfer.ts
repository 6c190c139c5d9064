import { resolvePath } from '../../file/nodes';
import { EXECUTE, WRITE } from '../../file/permissions';
import { durations } from '../../os/durations';
import { fetchFrom, type Fetched } from '../../os/internet';
import { noSuchDownload } from '../../package/fixtures';
import { askSnapd } from '../../os/snapd';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { type CurlOptions, parseCurl } from './curl-options';

const problem = (fetched: Exclude<Fetched, { kind: 'answer' }>, url: string): Outcome =>
  fetched.kind === 'refused'
    ? failure(`curl: (7) Failed to connect to ${fetched.host} port 80: Connection refused`, 7)
    : failure(`curl: (6) Could not resolve host: ${fetched.host === '' ? url : fetched.host}`, 6);

function bodyOf(call: ToolCall, options: CurlOptions): Uint8Array | undefined | { missing: string } {
  if (options.upload === '-' || options.data === '@-') return Buffer.from(call.stdin, 'latin1');
  const path = options.upload ?? (options.data?.startsWith('@') === true ? options.data.slice(1) : undefined);
  if (path === undefined) return options.data === undefined ? undefined : Buffer.from(options.data);
  if (path === '/dev/null') return new Uint8Array(0);
  return call.files.exists(call.path(path)) ? call.files.bytes(call.path(path)) : { missing: path };
}

/** `curl`: see internet.ts for what can be reached. -f turns 4xx and 5xx into exit code 22. */
const curl: Tool = async (call): Promise<Outcome> => {
  if (call.args[0] === '--version' || call.args[0] === '-V') return success('curl 8.5.0\n');
  const options = parseCurl(call.args);
  if ('unknown' in options) return notModeled(call, `option ${options.unknown}`);
  if (options.urls.length === 0) return failure('curl: no URL specified', 2);
  const body = bodyOf(call, options);
  if (body !== undefined && 'missing' in body)
    return failure(`curl: Can't open '${body.missing}'!\ncurl: try 'curl --help' for more information`, 26);
  const method =
    options.method ??
    (options.upload !== undefined ? 'PUT' : body !== undefined ? 'POST' : options.flags.has('head') ? 'HEAD' : 'GET');
  const total = success();
  total.bytes = true;
  for (const given of options.urls) {
    const url = /^[a-z]+:\/\//.test(given) ? given : `http://${given}`;
    const one =
      options.socket === undefined
        ? await transfer(call, options, method, url, body as Uint8Array | undefined)
        : local(call, options, url);
    total.stdout += one.stdout;
    total.stderr += one.stderr;
    total.exitCode = one.exitCode;
  }
  return total;
};

function local(call: ToolCall, options: CurlOptions, url: string): Outcome {
  const answer = askSnapd(call.files, options.socket ?? '', url, options.data ?? '');
  return answer === undefined
    ? failure(`curl: (7) Failed to connect to localhost port 80 via ${options.socket}`, 7)
    : success(answer);
}

async function transfer(
  call: ToolCall,
  options: CurlOptions,
  method: string,
  url: string,
  body: Uint8Array | undefined,
): Promise<Outcome> {
  const request = { method, url, headers: options.headers, ...(body === undefined ? {} : { body }) };
  const waits = (promise: Promise<Fetched>) => call.process.task.waitFor(promise, call.signal);
  let fetched = await waits(fetchFrom(call.system, request));
  const isBad = () =>
    fetched !== undefined &&
    (fetched.kind !== 'answer'
      ? options.flags.has('retry-all-errors') || (fetched.kind === 'refused' && options.flags.has('retry-connrefused'))
      : fetched.response.status >= 500);
  for (let attempt = 0; attempt < options.retries && isBad(); attempt += 1) {
    await call.spend(2 ** attempt);
    fetched = await waits(fetchFrom(call.system, request));
  }
  if (fetched === undefined) return failure('', 143);
  if (fetched.kind !== 'answer') {
    const outcome = problem(fetched, url);
    const said = options.flags.has('silent') && !options.flags.has('show-error') ? '' : outcome.stderr;
    // Silence is the wish of a script for curl's own messages: it must know that the simulation stops it.
    return { ...outcome, stderr: said + (fetched.kind === 'outside' ? noSuchDownload(url) : '') };
  }
  const { response } = fetched;
  await call.spend(fetched.seconds + (response.body.length / 1024 / 1024) * durations.perMegabyteDownloaded);
  const written = (options.format ?? '')
    .replaceAll('%{http_code}', String(response.status))
    .replaceAll('%{response_code}', String(response.status))
    .replaceAll('\\n', '\n');
  if (options.flags.has('fail') && response.status >= 400) {
    const quiet = options.flags.has('silent') && !options.flags.has('show-error');
    return {
      exitCode: 22,
      stdout: written,
      stderr: quiet ? '' : `curl: (22) The requested URL returned error: ${response.status}\n`,
    };
  }
  const output =
    options.output ??
    (options.flags.has('remote-name') ? (new URL(url).pathname.split('/').pop() ?? 'index.html') : undefined);
  const headers =
    options.flags.has('include') || method === 'HEAD'
      ? `HTTP/1.1 ${response.status}\r\n${Object.entries(response.headers)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('')}\r\n`
      : '';
  const text = Buffer.from(response.body).toString('latin1');
  if (output === undefined || output === '-') return { exitCode: 0, stdout: headers + text + written, stderr: '' };
  const path = call.path(output);
  const isWritable = call.files.exists(path)
    ? call.files.allows(path, WRITE)
    : call.files.allows(resolvePath(path, '..'), WRITE | EXECUTE);
  if (!isWritable) return failure(`curl: (23) Failure writing output to destination`, 23);
  call.files.write(path, response.body);
  return { exitCode: 0, stdout: headers + written, stderr: '' };
}

/** `wget [-q] [-O FILE] [-P DIRECTORY] URL…`. */
const wget: Tool = async (call): Promise<Outcome> => {
  const args = [...call.args];
  let output: string | undefined;
  let directory = call.cwd;
  const urls: string[] = [];
  while (args.length > 0) {
    const argument = args.shift() as string;
    if (argument === '--version') return success('GNU Wget 1.21.3\n');
    if (argument === '-O' || argument === '-qO' || argument === '--output-document') output = args.shift();
    else if (/^-q?O.+/.test(argument)) output = argument.replace(/^-q?O/, '');
    else if (argument === '-P' || argument === '--directory-prefix') directory = call.path(args.shift() ?? '.');
    else if (
      /^--(tries|timeout|header)=|^-(q|nv|nc|c|N)$|^--(quiet|no-verbose|no-clobber|continue|no-check-certificate|progress=.*|show-progress)$/.test(
        argument,
      )
    )
      continue;
    else if (argument === '-t' || argument === '-T') args.shift();
    else if (argument.startsWith('-')) return notModeled(call, `option ${argument}`);
    else urls.push(argument);
  }
  if (urls.length === 0) return failure('wget: missing URL', 1);
  const outcome = success();
  for (const given of urls) {
    const url = /^[a-z]+:\/\//.test(given) ? given : `http://${given}`;
    const fetched = await call.process.task.waitFor(
      fetchFrom(call.system, { method: 'GET', url, headers: {} }),
      call.signal,
    );
    if (fetched?.kind !== 'answer') {
      const reason = fetched?.kind === 'outside' ? noSuchDownload(url) : '';
      return failure(`wget: unable to resolve host address ‘${fetched?.host ?? url}’\n${reason}`, 4);
    }
    await call.spend(fetched.seconds + (fetched.response.body.length / 1024 / 1024) * durations.perMegabyteDownloaded);
    if (fetched.response.status >= 400)
      return failure(
        `--  ${url}\nHTTP request sent, awaiting response... ${fetched.response.status}\nERROR ${fetched.response.status}.`,
        8,
      );
    if (output === '-') outcome.stdout += Buffer.from(fetched.response.body).toString('latin1');
    else
      call.files.write(
        output === undefined
          ? `${directory}/${new URL(url).pathname.split('/').pop() || 'index.html'}`
          : call.path(output),
        fetched.response.body,
      );
  }
  return { ...outcome, bytes: true };
};

export const networkTools: Record<string, Tool> = { curl, wget };
