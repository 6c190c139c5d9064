import type * as z from 'zod';
import { checkIdempotencyKey } from '../../../core/api/idempotency';
import { createImageRequest, deprecateImageRequest, tagImageRequest } from '../../../core/api/contract/image-change';
import { promoteImageRequest } from '../../../core/api/contract/channel';
import {
  launchInstanceRequest,
  listImagesQuery,
  resolveImageQuery,
  runCommandRequest,
  testImageRequest,
} from '../../../core/api/contract/requests';
import { revokeImageRequest } from '../../../core/api/contract/revocation';
import { checkImageName } from '../../../core/build/image-name';
import { decideApprovalRequest, startBuildRequest } from '../../../core/build/request';
import { SpawnError, statusOfError } from '../../../core/errors';
import { readTagChange } from '../../../core/image/tag-change';
import { joinUserData } from '../../../core/instance/user-data';
import { parseDuration } from '../../../core/lib/duration';
import { checkTexts, readJsonBody } from '../../../core/lib/json-body';
import { isCron, isTimeZone } from '../../../core/lib/cron';
import { offsetOf } from '../../../core/lib/paging';
import { parseRequest } from '../../../core/lib/parse-request';
import { parseRange } from '../../../core/lib/version-range';
import { parseVersion } from '../../../core/lib/version';
import { parseBase } from '../../../core/model/base';
import { checkReleaseNames } from '../../../core/model/release-name';
import { parseUserTags, splitTags } from '../../../core/model/user-tags';
import { readRecipe } from '../../../core/recipe/parse';
import { addReferenceRequest } from '../../../core/reference/registered';
import type { Injected } from './shells';

const image = { instance: 'i-0123456789abcdef0', name: 'one' };
const launch = { instance_type: 'm7i.large' };
const recipe = (text: string): string =>
  [
    'stack: tool\nversion: 1.0.0\nbase: al2023\ninstance_types: [m7i.large]',
    `description: ${JSON.stringify(text)}`,
    `tags: {team: ${JSON.stringify(text)}}`,
    `provision: [{name: install, run: ${JSON.stringify(`#!/bin/bash\necho ${text}`)}}]\n`,
  ].join('\n');

/** Reads a request with a text in one field, and answers with that field: undefined where the request is refused. */
type Reading = (text: string) => unknown;

function field<Schema extends z.ZodType>(
  schema: Schema,
  body: (text: string) => unknown,
  read: (parsed: z.output<Schema>) => unknown,
): Reading {
  // As a function of the API gets it: JSON, or decoded values of the query.
  return (text) => read(parseRequest(schema, readJsonBody(JSON.stringify(body(text)))));
}

/** Every place of a request that takes a text, and what reads it. What comes out must be the text itself. */
const readings: Readonly<Record<string, Reading>> = {
  'the name of an image': (text) =>
    checkImageName(
      field(
        createImageRequest,
        (name) => ({ ...image, name }),
        ({ name }) => name,
      )(text) as string,
    ),
  'the description of an image': field(
    createImageRequest,
    (text) => ({ ...image, description: `a${text}b` }),
    ({ description = '' }) => description.slice(1, -1),
  ),
  'the value of a tag': (text) =>
    parseUserTags(
      field(
        createImageRequest,
        (team) => ({ ...image, tags: { team } }),
        ({ tags }) => tags,
      )(text) as any,
    ).tags.team,
  'the key of a tag': (text) =>
    Object.keys(
      parseUserTags(
        field(
          createImageRequest,
          (key) => ({ ...image, tags: { [key]: 'x' } }),
          ({ tags }) => tags,
        )(text) as any,
      ).tags,
    )[0] ?? text,
  'the tags of an image': (text) => {
    const parsed = parseRequest(tagImageRequest, { tags: { team: text }, remove_tags: ['other'] });
    return readTagChange(parsed).tags.team;
  },
  'a stack that an image gets': (text) => readTagChange(parseRequest(tagImageRequest, { stack: text })).stack,
  'a version that an image gets': (text) =>
    readTagChange(parseRequest(tagImageRequest, { stack: 'a', version: text })).version,
  'a tag of the command': (text) => splitTags([`team=${text}`]).team,
  'the script of a cleanup': field(
    createImageRequest,
    (cleanup_script) => ({ ...image, cleanup_script }),
    (parsed) => parsed.cleanup_script,
  ),
  'the reason of a deprecation': field(
    deprecateImageRequest,
    (reason) => ({ reason }),
    ({ reason }) => reason,
  ),
  'the reason of a revocation': field(
    revokeImageRequest,
    (reason) => ({ reason }),
    ({ reason }) => reason,
  ),
  'the reason of a decision': field(
    decideApprovalRequest,
    (reason) => ({ decision: 'rejected', reason }),
    ({ reason }) => reason,
  ),
  'the name of a reference': field(
    addReferenceRequest,
    (name) => ({ name }),
    ({ name }) => name,
  ),
  'the reason of a reference': field(
    addReferenceRequest,
    (reason) => ({ name: 'a', reason }),
    ({ reason }) => reason,
  ),
  'a channel': field(
    promoteImageRequest,
    (channel) => ({ channel }),
    ({ channel }) => channel,
  ),
  'the name of an instance': field(
    launchInstanceRequest,
    (name) => ({ ...launch, name }),
    ({ name }) => name,
  ),
  'the name of a job array': field(
    launchInstanceRequest,
    (job_array_name) => ({ ...launch, job_array_name }),
    (parsed) => parsed.job_array_name,
  ),
  'the name of a key': field(
    launchInstanceRequest,
    (key_name) => ({ ...launch, key_name }),
    (one) => one.key_name,
  ),
  'user data': (text) =>
    joinUserData(
      {
        own: field(
          launchInstanceRequest,
          (user_data) => ({ ...launch, user_data }),
          (one) => one.user_data,
        )(text) as any,
      },
      { name: 'one' },
    ),
  'the command of a launch': field(
    launchInstanceRequest,
    (command) => ({ ...launch, command }),
    (one) => one.command,
  ),
  'a command': field(
    runCommandRequest,
    (command) => ({ command }),
    ({ command }) => command,
  ),
  'a test': field(
    testImageRequest,
    (script) => ({ script }),
    ({ script }) => script,
  ),
  'a recipe as text': (text) => {
    readRecipe(
      field(
        startBuildRequest,
        (given) => ({ recipe: given }),
        (parsed) => parsed.recipe,
      )(text) as string,
    );
    return text;
  },
  'the description in a recipe': (text) => readRecipe(recipe(`a${text}b`)).description?.slice(1, -1),
  'a tag in a recipe': (text) => readRecipe(recipe(text)).tags.team,
  'a name in a recipe': (text) => {
    readRecipe(`stack: ${text}\nversion: ${text}\nbase: ${text}\ninstance_types: [${text}]\n`);
    return text;
  },
  'the names of a release': (text) => {
    checkReleaseNames({ stack: text });
    checkReleaseNames({ variant: text });
    return text;
  },
  'the stack of a query': field(
    resolveImageQuery,
    (stack) => ({ stack }),
    ({ stack }) => stack,
  ),
  'the name of a query': field(
    listImagesQuery,
    (name) => ({ name }),
    ({ name }) => name,
  ),
  'the tags of a query': field(
    listImagesQuery,
    (text) => ({ tags: JSON.stringify({ team: text }) }),
    ({ tags }) => tags?.team,
  ),
  'a cursor': (text) => (offsetOf(text) >= 0 ? text : undefined),
  'an idempotency key': (text) => checkIdempotencyKey(text),
  'a base': (text) => (parseBase(text) ? text : undefined),
  'a version': (text) => (parseVersion(text) ? text : undefined),
  'a range of versions': (text) => (parseRange(text) ? text : undefined),
  'a duration': (text) => (parseDuration(text) >= 0 ? text : undefined),
  'a schedule': (text) => (isCron(text) && isTimeZone(text) ? text : text),
  'a part of a path': (text) => {
    checkTexts({ id: text });
    return text;
  },
  'a body': (text) => {
    readJsonBody(text);
    return text;
  },
};

export const readingNames = Object.keys(readings);

/** Well-formed text: JSON has no other, and UTF-8 neither. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/**
 * Reads requests with a text in each place. Tells where something else than a refusal by name came out, or another
 * text than went in.
 */
export function misread(text: string): Injected[] {
  return Object.entries(readings).flatMap(([way, read]): Injected[] => {
    try {
      const given = wellFormed(text);
      const found = read(given);
      // A place that trims says so; what it keeps must be whole.
      return found === given || found === undefined
        ? []
        : [{ way, text, what: `it was read as ${JSON.stringify(found)}` }];
    } catch (error) {
      if (error instanceof SpawnError && statusOfError(error.name) < 500) return [];
      return [{ way, text, what: `${(error as Error).name}: ${(error as Error).message}`.slice(0, 300) }];
    }
  });
}
