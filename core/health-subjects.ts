import { baseFamilies, baseParameter, type BaseFamily } from './base';
import { judgeBaseHealth } from './health';
import type { Health, Image } from './image';

/** One parameter to read in one region, for all images that were built from it there. */
export interface BaseQuestion {
  key: string;
  region: string;
  parameter: string;
}

interface Subject {
  image: Image;
  question?: string;
}

export interface BaseAnswers {
  /** By question: the image that the source names today; undefined when it could not be read. */
  current: ReadonlyMap<string, string | undefined>;
  /** By `region/image`: when a base was made; absent when EC2 does not know it. */
  created: ReadonlyMap<string, string>;
}

/** The base of a replica lives where its original was built; that region's parameter is the one to compare with. */
function homeOf(image: Image): string {
  return image.source_region ?? image.region;
}

function parameterOf(image: Image): string | undefined {
  const source = image.base_source ?? image.base_os;
  if (source?.startsWith('ssm:')) return source.slice('ssm:'.length);
  const family = baseFamilies.find((name): name is BaseFamily => name === source);
  return family && baseParameter(family, image.architecture);
}

/** What must be asked to judge the bases of all published images: each parameter once a region, and the dates of the bases in use. */
export function healthSubjects(images: readonly Image[]): { images: Subject[]; questions: BaseQuestion[]; bases: Map<string, string[]> } {
  const questions = new Map<string, BaseQuestion>();
  const bases = new Map<string, Set<string>>();
  const subjects = images
    .filter(({ lifecycle, state }) => lifecycle === 'published' && state === 'available')
    .map((image): Subject => {
      const region = homeOf(image);
      if (image.base_ami) bases.set(region, (bases.get(region) ?? new Set()).add(image.base_ami));
      const parameter = parameterOf(image);
      if (!parameter) return { image };
      const key = `${region}${parameter}`;
      questions.set(key, { key, region, parameter });
      return { image, question: key };
    });
  return { images: subjects, questions: [...questions.values()], bases: new Map([...bases].map(([region, ids]) => [region, [...ids]])) };
}

/** The health of one image by what was answered; what could not be asked or answered is unknown. */
export function judgeSubject({ image, question }: Subject, answers: BaseAnswers, now: Date): Health {
  const created = image.base_ami && answers.created.get(`${homeOf(image)}/${image.base_ami}`);
  return judgeBaseHealth(
    {
      base_ami: image.base_ami,
      current_ami: question === undefined ? undefined : answers.current.get(question),
      base_created: created || undefined,
      base_gone: image.base_ami !== undefined && !created,
    },
    now,
  );
}
