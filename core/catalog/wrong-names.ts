import type { Ec2Image } from '../model/ec2';
import { architectureOf, isCandidate, isManaged, identityTagsOf } from '../image/from-tags';
import { problemOfName } from '../model/release-name';
import { saysYes } from '../lib/text-boolean';
import { tagKeys } from '../tags';

/**
 * Returns a line for each stack, version and variant tag that breaks the rules of recipes, with the effect and what to
 * do. Covers images that are tagged as managed or with a stack, except candidates.
 */
export function wrongNameLines(images: readonly Ec2Image[], deployment: string): string[] {
  return images.flatMap(({ image_id: id, state, architecture, tags }) => {
    const identity = identityTagsOf(tags);
    const claims = saysYes(tags[tagKeys.managed]) || identity.stack !== undefined;
    if (!claims || state === 'deregistered' || isCandidate(tags) || !architectureOf(architecture)) return [];
    const owner = tags[tagKeys.deployment] ?? deployment;
    const outcome = isManaged(tags) ? 'is known without it' : 'is left out of the catalog';
    return Object.values(identity).flatMap(({ name, key, value }) => {
      const problem = problemOfName(name, value);
      if (problem === undefined) return [];
      const command = `spawn tag-ami ${id} --${name} ${name.toUpperCase()}`;
      const correction = owner === deployment ? command : `correct it in the deployment ${owner}`;
      const fault = `${id} has ${key}='${value.slice(0, 80)}', which ${problem}`;
      return [`${fault}; the image ${outcome} until it is corrected: ${correction}`];
    });
  });
}
