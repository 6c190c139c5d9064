import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { signed } from '../../../local/gateway/sign';
import { localStack, type Journey } from '../../kit/journey';

jest.setTimeout(15 * 60_000);

/** The command may be chosen, for one of a virtual environment. */
const command = process.env.SCHEMATHESIS ?? 'schemathesis';
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'use_after_free',
];

const folder = mkdtempSync(join(tmpdir(), 'spawn-schemathesis-'));
let server: Server | undefined;
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true });
});

/** Serves the API to somebody who cannot sign: what has an Authorization is signed by the operator. */
async function serveSigned({ local, clock }: Journey): Promise<Server> {
  const { gateway, url, operatorCredentials, world } = local;
  // A cursor that is too long would not reach a function: Node itself takes 16 KiB of headers.
  const signing = createServer({ maxHeaderSize: 1 << 20 }, (request, response) => {
    void (async () => {
      const { authorization, ...headers } = request.headers as Record<string, string>;
      const own = { method: request.method!, url: `${url}${request.url}`, headers, body: await buffer(request) };
      const signer = [operatorCredentials, 'execute-api', world.homeRegion, clock.now()] as const;
      const answer = await clock.until(gateway(authorization === undefined ? own : signed(own, ...signer)));
      response.writeHead(answer.status, answer.headers).end(answer.body);
    })();
  });
  await new Promise<void>((done) => signing.listen(0, '127.0.0.1', done));
  return signing;
}

function run(...words: string[]): Promise<{ code: number | string; output: string }> {
  return new Promise((done) =>
    execFile(command, words, { cwd: folder, maxBuffer: 64 << 20 }, (error, stdout, stderr) =>
      done({ code: error?.code ?? 0, output: `${stdout}${stderr}` }),
    ),
  );
}

test('every route answers as the document says, and no request is a fault of ours', async () => {
  const journey = await localStack();
  server = await serveSigned(journey);
  const document = join(folder, 'openapi.json');
  writeFileSync(document, JSON.stringify((await journey.request('GET', '/v1/openapi.json')).body));
  const { code: missing } = await run('--version');
  if (missing !== 0)
    throw new Error(`${command} does not run: pip install schemathesis==4.32.5, and name it in SCHEMATHESIS`);
  const { code, output } = await run(
    'run',
    document,
    '--url',
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...['--checks', checks.join()],
    ...['--phases', 'coverage,fuzzing,stateful'],
    ...['--max-examples', '10', '--seed', '1', '--generation-deterministic'],
    ...['--suppress-health-check', 'all', '--continue-on-failure', '--warnings', 'off'],
  );
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/No issues found/) });
});
