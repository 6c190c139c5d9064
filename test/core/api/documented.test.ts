import type * as z from 'zod';
import { contracts } from '../../../core/api/contracts';
import { createImageRequest } from '../../../core/api/contract/image-change';
import { imageAnswer } from '../../../core/api/contract/answers';
import { runAnswer } from '../../../core/api/contract/run';
import { answerOfRun } from '../../../core/api/shown-run';
import { launchInstanceRequest, listImagesQuery } from '../../../core/api/contract/requests';
import { startBuildRequest } from '../../../core/build/request';
import { errorNames, exitCodeOfStatus, statusOfError } from '../../../core/errors';
import { openApiDocument } from '../../../core/api/openapi';
import { parseRequest } from '../../../core/lib/parse-request';
import { routeOfKey, routes } from '../../../core/api/routes';
import { checkUnreadParts, takesBody, takesQuery } from '../../../core/api/unread-parts';
import { image, named, run } from '../kit/images';

const document = openApiDocument({ version: '0.1.0' }) as {
  paths: Record<string, Record<string, { operationId: string; parameters: { name: string; in: string }[] }>>;
  components: { schemas: Record<string, unknown> };
};

describe('the OpenAPI document', () => {
  test('has every route of the table once, and no other', () => {
    const operations = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(operations.sort()).toEqual(routes.map(({ operation }) => operation).sort());
  });

  test('names every parameter of a path, and the idempotency key of every POST', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, { parameters }] of Object.entries(operations)) {
        for (const [, name] of path.matchAll(/\{(\w+)\}/g))
          expect(parameters).toContainEqual(expect.objectContaining({ name, in: 'path' }));
        expect(parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(method === 'post');
      }
    }
  });

  test('refers only to schemas that it holds', () => {
    for (const [, name = ''] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g))
      expect(document.components.schemas).toHaveProperty(name);
    expect(JSON.stringify(document)).not.toContain('#/$defs');
  });
});

test('a part of a request that its route does not read is refused, as the document has it', () => {
  for (const route of routes) {
    const { query, body }: { query?: unknown; body?: unknown } = contracts[route.operation];
    expect([route.operation, takesBody(route), takesQuery(route)]).toEqual([
      route.operation,
      body !== undefined,
      query !== undefined,
    ]);
  }
  const cancel = routeOfKey('DELETE /v1/builds/{id}')!;
  expect(() => checkUnreadParts(cancel, { text: '{"dry_run":true}', query: {} })).toThrow(
    named('InvalidRequest', 'has a body, and DELETE /v1/builds/{id} takes none: leave it out.'),
  );
  const set = routeOfKey('PUT /v1/stacks/{stack}')!;
  expect(() => checkUnreadParts(set, { text: '{}', query: { dry_run: 'true' } })).toThrow(
    named('InvalidRequest', "'dry_run' is in the query, and PUT /v1/stacks/{stack} takes none: send it in the body."),
  );
});

test('a route is found by its key, and its group says who may call it', () => {
  expect(routeOfKey('POST /v1/images/{id}/tests')).toMatchObject({
    operation: 'testImage',
    function: 'start-runs',
    group: 'launcher',
  });
  expect(routeOfKey('PUT /v1/images')).toBeUndefined();
  const changing = [
    'examineAccount',
    'decideApproval',
    'deprecateImage',
    'addReference',
    'tagImage',
    'shareImage',
    'startSession',
    'runCommand',
    'showCommand',
    'startNightly',
    'startCleanup',
    'applyCleanup',
    'revokeImage',
    'undeleteImage',
    'resumeStack',
    'testNotifications',
  ];
  for (const { operation, method, group } of routes) {
    expect([operation, group]).toEqual([
      operation,
      [...changing, 'promoteImage', 'rollBackChannel'].includes(operation)
        ? 'operator'
        : // It changes nothing: a body says what is meant.
          operation === 'previewPolicy'
          ? 'reader'
          : { GET: 'reader', POST: 'launcher', PUT: 'operator', DELETE: 'operator' }[method],
    ]);
  }
});

test('every error of a user’s doing has a status below 500 and an exit code that tells what kind it is', () => {
  expect(
    Object.fromEntries(
      ['InvalidRecipe', 'TooLarge', 'NoImageFits', 'NotManaged', 'NameTaken', 'LimitExceeded', 'MissingSetting'].map(
        (name) => [name, exitCodeOfStatus(statusOfError(name))],
      ),
    ),
  ).toEqual({
    InvalidRecipe: 2,
    TooLarge: 2,
    NoImageFits: 3,
    NotManaged: 4,
    NameTaken: 4,
    LimitExceeded: 4,
    MissingSetting: 1,
  });
  expect(new Set(errorNames).size).toBe(errorNames.length);
});

describe('a request', () => {
  test.each<[z.ZodType, unknown, string]>([
    [
      launchInstanceRequest,
      { instance_typ: 'm7i.large' },
      "there is no field 'instance_typ': did you mean 'instance_type'?",
    ],
    [launchInstanceRequest, {}, "'instance_type' is missing: add it."],
    [
      launchInstanceRequest,
      { instance_type: 'large' },
      '\'instance_type\' is "large": not an instance type: write, for example, m7i.large.',
    ],
    [launchInstanceRequest, { instance_type: 'm7i.large', version: '2' }, "'version': a version requires a stack."],
    [
      launchInstanceRequest,
      { instance_type: 'm7i.large', ami: 'ami-12345678', stack: 'a' },
      "'ami': name either an image or a stack, not both.",
    ],
    [
      launchInstanceRequest,
      { instance_type: 'm7i.large', ttl: 'long' },
      '\'ttl\' is "long": not a duration: write, for example, 8h.',
    ],
    [listImagesQuery, { gpu: 'yes' }, '\'gpu\' is "yes": it must be one of true, false.'],
    [listImagesQuery, { limit: '0' }, 'not a number from 1 to 1000'],
    [startBuildRequest, { recipe: 'a', files: { x: '%' } }, '\'files.x\' is "%": it is not base64.'],
    [createImageRequest, [], 'the request: it must be a mapping.'],
  ])('that is wrong (%#) names the field, its value and what is allowed', (schema, value, sentence) => {
    expect(() => parseRequest(schema, value)).toThrow(named('InvalidRequest', sentence));
  });

  test('is read with its defaults and its query as values', () => {
    expect(parseRequest(createImageRequest, { instance: 'i-1', name: 'abc' })).toEqual({
      instance: 'i-1',
      name: 'abc',
      tags: {},
      force: false,
      stop: false,
      freeze: true,
      reboot: false,
      waivers: [],
    });
    expect(parseRequest(listImagesQuery, { gpu: 'true', limit: '50', region: 'all' })).toEqual({
      gpu: true,
      limit: 50,
      region: 'all',
    });
  });

  test('may carry a file of a mebibyte', () => {
    const file = Buffer.alloc(1024 * 1024, 1).toString('base64');
    expect(parseRequest(startBuildRequest, { recipe: 'a', files: { file } }).files.file).toHaveLength(file.length);
  });
});

test('an image and a run are answered as the document describes them, without what is for the steps only', () => {
  expect(imageAnswer.parse(image())).toMatchObject({ ami_id: 'ami-1' });
  const shown = answerOfRun(run({ kind: 'create', request: { name: 'x' } }));
  expect(runAnswer.strict().parse(shown)).toEqual(shown);
  expect(shown.operation_id).toBe('bld-1');
  expect(answerOfRun(run()).operation_id).toBeUndefined();
});
