import * as fc from 'fast-check';
import { openApiDocument } from '../../../core/api/openapi';
import { localStack, type Journey } from '../../kit/journey';

interface Schema {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  pattern?: string;
}
interface Documented {
  method: string;
  path: string;
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { required: boolean; content: { 'application/json': { schema: Schema } } };
  responses: Record<string, unknown>;
}

const { paths } = openApiDocument({ version: '0.1.0' }) as { paths: Record<string, Record<string, object>> };
const documented: Documented[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, route]) => ({ method: method.toUpperCase(), path, ...route }) as Documented),
);

const awkward = [
  '',
  '%',
  '%zz',
  '%25zz',
  '%00',
  '\0',
  '..',
  '../../etc',
  ' ',
  'ä',
  '🙂',
  'null',
  '-1',
  '0',
  '1001',
  '01',
  '1e3',
  '9'.repeat(20),
  'a'.repeat(3000),
  "'",
  '"',
  '\\',
  '{{ssm:x}}',
  '$(x)',
  '<a>',
  '\r\n',
  'ami-',
  'ami-0123456789abcdef0',
  'i-0123456789abcdef0',
  'pytorch',
  'pytorch@1.x',
  'latest',
  '__proto__',
  'constructor',
  'xx-nowhere-1',
  `xx-${'nowhere'.repeat(10)}-1`,
  'us-east-1',
  'all',
  'eyJwayI6IngifQ',
  'o5',
  'b-0123456789',
  '2026-01-14',
  '123456789012',
  'true',
  '1h',
];
const text = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ unit: 'binary', maxLength: 20 }).filter((one) => !/[\ud800-\udfff]/.test(one)),
);
const anything = fc.oneof(
  text,
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 1e300, [], {}, ['a'], [null], { a: 1 }, [[]], { __proto__: null }),
);

/**
 * A body with the fields that the document names, some left out and some more, each with a value that may fit or not.
 */
const bodyOf = ({ properties = {} }: Schema): fc.Arbitrary<unknown> => {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, { enum: values, type }]) => [name, valueOf(values, type)]),
  );
  const record = fc.record(fields, { requiredKeys: [] });
  return fc.oneof({ weight: 6, arbitrary: record }, { weight: 1, arbitrary: anything });
};
const valueOf = (values: unknown[] | undefined, type: string | undefined): fc.Arbitrary<unknown> => {
  const fitting = {
    boolean: fc.boolean(),
    integer: fc.integer({ min: -1, max: 3000 }),
    array: fc.array(text, { maxLength: 2 }),
    object: fc.dictionary(text, text, { maxKeys: 2 }),
  };
  return fc.oneof(
    values ? fc.constantFrom(...values) : ((fitting as Record<string, fc.Arbitrary<unknown>>)[type ?? ''] ?? text),
    anything,
  );
};

/** A request that a route may get: parts of its path, its query and its body. */
function requestOf({
  method,
  path,
  parameters,
  requestBody,
}: Documented): fc.Arbitrary<{ method: string; address: string; body: unknown }> {
  const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
  const inQuery = parameters.filter((one) => one.in === 'query');
  const query = fc.record(
    Object.fromEntries(
      inQuery.map(({ name, schema }) => [
        name,
        valueOf(schema.enum, schema.type).map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
      ]),
    ),
    {
      requiredKeys: [],
    },
  );
  return fc.record({
    method: fc.constant(method),
    address: fc
      .tuple(
        fc.record(
          Object.fromEntries(inPath.map((name) => [name, text.filter((one) => one !== '' && !/^\.+$/.test(one))])),
        ),
        query,
      )
      .map(([values, asked]) => {
        const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
          encodeURIComponent((values as Record<string, string>)[name] ?? ''),
        );
        const search = new URLSearchParams(asked as Record<string, string>).toString();
        return filled + (search && `?${search}`);
      }),
    body: requestBody
      ? fc.option(bodyOf(requestBody.content['application/json'].schema), { nil: undefined, freq: 8 })
      : fc.constant(undefined),
  });
}

describe('every route answers whatever it gets with a status that the document names, and never with a fault of its own', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await localStack();
  }, 120_000);

  test.each(documented.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s',
    async (_name, route) => {
      await fc.assert(
        fc.asyncProperty(requestOf(route), async ({ method, address, body }) => {
          const { status, body: answer } = await journey.request(method, address, body);
          const seen = { status, address, body, answer };
          expect(status < 500 ? undefined : seen).toBeUndefined();
          expect(Object.keys(route.responses).includes(String(status)) ? undefined : seen).toBeUndefined();
        }),
        { numRuns: 12, seed: 1 },
      );
    },
    60_000,
  );

  test.each([
    ['GET', '/v1/images/%25zz', undefined, 404],
    ['GET', '/v1/builds/%2525zz', undefined, 404],
    ['GET', '/v1/images/ami-0123456789abcdef0?region=xx-nowhere-1', undefined, 404],
    ['GET', '/v1/instances?region=xx-nowhere-1', undefined, 400],
    ['GET', '/v1/instances?region=af-south-1', undefined, 400],
    ['DELETE', '/v1/instances/i-0123456789abcdef0?region=xx-nowhere-1', undefined, 400],
    ['POST', '/v1/instances/i-0123456789abcdef0/commands', { command: 'a\0b' }, 400],
    ['POST', '/v1/instances', { instance_type: 'm7i.large', command: 'a\0b' }, 400],
    ['GET', '/v1/images?stack=%00', undefined, 400],
    ['POST', '/v1/builds', { recipe: `stack: a\nversion: 1.0.0\n${'# filler\n'.repeat(600_000)}` }, 413],
    ['POST', '/v1/builds', undefined, 400],
    ['POST', '/v1/health', null, 400],
    ['POST', '/v1/cleanups', null, 400],
    ['POST', '/v1/instances/i-0123456789abcdef0/commands', undefined, 400],
    ['DELETE', '/v1/builds/b-0123456789', { dry_run: true }, 400],
    ['DELETE', '/v1/builds/b-0123456789?dry_run=true', undefined, 400],
    ['DELETE', '/v1/images/ami-0123456789abcdef0', {}, 400],
    ['GET', '/v1/images', { stack: 'pytorch' }, 400],
    ['GET', '/v1/images?stak=pytorch', undefined, 400],
    ['GET', '/v1/deployment?region=us-east-1', undefined, 400],
    ['POST', '/v1/cleanups?dry_run=true', { age_days: 30, dry_run: true }, 400],
    ['PUT', '/v1/stacks/pytorch?dry_run=true', {}, 400],
    ['GET', '/v1/images?limit=0', undefined, 400],
    ['GET', '/v1/images?limit=1001', undefined, 400],
    ['GET', '/v1/builds?limit=-1', undefined, 400],
    ['GET', '/v1/builds?cursor=nonsense', undefined, 400],
    ['GET', '/v1/images?cursor=nonsense', undefined, 400],
    ['GET', '/v1/images?limit=1000', undefined, 200],
  ])('%s %s', async (method, address, body, status) => {
    const answer = await journey.request(method, address, body);
    expect({ status: answer.status, detail: answer.body.detail }).toMatchObject({ status });
    if (status >= 400) expect(answer.body.detail ?? answer.body.message).toMatch(/./);
  });

  test('a region that AWS does not have is refused also in a body that the client calls a form, as curl does', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const address = '/v1/instances/i-0123456789abcdef0/commands';
    const { status, body } = await journey.request('POST', address, { command: 'a', region: 'aa-a-0' }, { headers });
    expect([status, body.name]).toEqual([400, 'RegionNotEnabled']);
  });

  test('a key that is no Idempotency-Key is refused also by a route that makes nothing', async () => {
    const { status } = await journey.request(
      'POST',
      '/v1/health',
      {},
      { headers: { 'idempotency-key': 'k'.repeat(129) } },
    );
    expect(status).toBe(400);
  });
});
