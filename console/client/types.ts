import type * as z from 'zod';
import type { Contracts } from '../../core/api/contracts';
import type { Operation, routes } from '../../core/api/routes';

export type { Operation };

type RouteOf<Name extends Operation> = Extract<(typeof routes)[number], { operation: Name }>;
type NamesIn<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The names of the parameters in the path of an operation. */
type ParametersOf<Name extends Operation> = NamesIn<RouteOf<Name>['path']>;

type WithParameters<Name extends Operation> = [ParametersOf<Name>] extends [never]
  ? { parameters?: undefined }
  : { parameters: Record<ParametersOf<Name>, string> };
type WithQuery<Name extends Operation> = Contracts[Name] extends { query: infer Query extends z.ZodType }
  ? { query?: z.input<Query> }
  : { query?: undefined };
type WithBody<Name extends Operation> = Contracts[Name] extends { body: infer Body extends z.ZodType }
  ? { body: z.input<Body> }
  : { body?: undefined };

/** What an operation is called with: the parameters of its path, its query and its body. */
export type InputOf<Name extends Operation> = WithParameters<Name> & WithQuery<Name> & WithBody<Name>;

type AnswersOf<Name extends Operation> = Contracts[Name]['answers'];

/** What an operation answers when it succeeds. */
export type AnswerOf<Name extends Operation> = AnswersOf<Name>[keyof AnswersOf<Name>] extends infer Schema extends
  z.ZodType
  ? z.output<Schema>
  : never;

/** An image as lists show it. */
export type ImageAnswer = AnswerOf<'listImages'>['images'][number];
