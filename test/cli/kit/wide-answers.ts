import type * as z from 'zod';
import { contracts } from '../../../core/api/contracts';
import { routes } from '../../../core/api/routes';
import type { Responder } from './spawn';

const wide = '日本語の名前がとても長いイメージ-pytorch-⚠️-20260114-and-more';

/** Answers every request as its contract says, two items in each list, with texts that are long and wide. */
export const wideAnswers: Responder = ({ method, path }) => {
  const route = routes.find(
    (each) => each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const answer = route && Object.values(contracts[route.operation].answers)[0];
  return answer && { body: sample(answer, '') };
};

function sample(schema: z.core.$ZodType, name: string): any {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape)
          .filter(([key]) => key !== 'cursor')
          .map(([key, value]) => [key, sample(value, key)]),
      );
    case 'array':
      return [sample(def.element, name), sample(def.element, name)];
    case 'record':
      return { [wide]: sample(def.valueType, name) };
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return sample(def.innerType, name);
    case 'union':
      return sample(def.options[0]!, name);
    case 'enum':
      return Object.values(def.entries).at(-1);
    case 'literal':
      return def.values[0];
    case 'number':
      return 1234;
    case 'boolean':
      return true;
    case 'string':
      return textOf(name);
    default:
      throw new Error(`no sample for ${def.type} (${name})`);
  }
}

function textOf(name: string): string {
  if (/(_at|date|time|since|until|deadline|^at|_of)$/.test(name)) return '2026-01-14T10:30:00.123Z';
  if (name === 'region') return 'ap-southeast-2';
  if (name === 'owner_id' || name === 'account') return '123456789012';
  return /(^|_)(id|ami)$/.test(name) ? 'ami-0abc1230abc1230ab' : wide;
}
