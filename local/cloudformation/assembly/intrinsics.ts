import { zonesOf } from '../../services/ec2/state/regions';
import type { Stack } from './read';

/** What a resource is called: `Ref` gives the first, `Fn::GetAtt` the others. */
export interface Identity {
  ref: string;
  attributes: Record<string, string>;
}

export interface Surroundings {
  accountId: string;
  region: string;
  identify(logicalId: string): Identity;
  /** The value of an SSM parameter of the templates, for a template's parameter that stands for it. */
  parameter(name: string): string;
  /** Names of the zones of a region; those of the simulation when left out. */
  zones?(region: string): string[];
}

const fault = (stack: Stack, message: string): Error =>
  Object.assign(new Error(`Stack ${stack.name}: ${message}`), { name: 'UnsupportedTemplate' });

/**
 * Creates a resolver of the intrinsic functions in the template of a stack. It throws UnsupportedTemplate for an
 * unknown function, reference or attribute. Members that resolve to AWS::NoValue are left out.
 */
export function createResolver(stack: Stack, surroundings: Surroundings): (value: unknown) => any {
  const { accountId, region } = surroundings;
  const pseudo: Record<string, string | undefined> = {
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stack.name}/local`,
    'AWS::NoValue': undefined,
  };

  function reference(name: string): any {
    if (name in pseudo) return pseudo[name];
    const parameter = stack.template.Parameters?.[name];
    if (!parameter) return surroundings.identify(name).ref;
    if (parameter.Default === undefined) throw fault(stack, `the parameter ${name} has no default.`);
    const stored = /^AWS::SSM::Parameter::Value<(List<)?/.exec(parameter.Type);
    if (!stored) return parameter.Default;
    const value = surroundings.parameter(String(parameter.Default));
    return stored[1] ? value.split(',') : value;
  }

  function attribute(argument: string | [string, string]): string {
    const [name, member] = (Array.isArray(argument) ? argument : argument.split(/\.(.*)/s)) as [string, string];
    const value = surroundings.identify(name).attributes[member];
    if (value === undefined)
      throw fault(
        stack,
        `${stack.template.Resources[name]?.Type ?? name} (${name}) has no attribute ${member} locally.`,
      );
    return value;
  }

  function substituted(argument: string | [string, Record<string, unknown>]): string {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return text.replace(/\$\{(!?)([^}]+)\}/g, (_whole, escaped: string, name: string) => {
      if (escaped) return `\${${name}}`;
      if (name in variables) return String(resolve(variables[name]));
      return String(name.includes('.') ? attribute(name) : reference(name));
    });
  }

  const zones = surroundings.zones ?? ((name: string) => zonesOf(name).map((zone) => zone.name));

  function selected(index: number, values: unknown[]): unknown {
    if (values[index] === undefined)
      throw fault(stack, `Fn::Select cannot select nonexistent value at index ${index}.`);
    return values[index];
  }

  const functions: Record<string, (argument: any) => any> = {
    Ref: reference,
    'Fn::GetAtt': attribute,
    'Fn::Sub': substituted,
    'Fn::Join': ([separator, parts]) => resolve(parts).join(separator),
    'Fn::Select': ([index, values]) => selected(Number(resolve(index)), resolve(values)),
    'Fn::Split': ([separator, text]) => resolve(text).split(separator),
    'Fn::Base64': (text) => Buffer.from(resolve(text)).toString('base64'),
    'Fn::GetAZs': (name) => zones(resolve(name) || region),
    'Fn::FindInMap': (path) => {
      const [map, first, second] = resolve(path) as [string, string, string];
      const found = stack.template.Mappings?.[map]?.[first]?.[second];
      if (found === undefined) throw fault(stack, `the mapping ${map} has no entry ${first}.${second}.`);
      return found;
    },
  };

  /**
   * CloudFormation reads a dynamic reference only when its resource changes, so that what it reads may be old: none is
   * evaluated here. References to secrets are left to the kinds of resources that resolve them.
   */
  function withoutReferences(text: string): string {
    const [found] = /\{\{resolve:(?!secretsmanager:[^:}]+:SecretString:)[^}]*\}\}/.exec(text) ?? [];
    if (found)
      throw fault(stack, `the dynamic reference ${found} is not evaluated locally: use a parameter of the template.`);
    return text;
  }

  function resolve(value: unknown): any {
    const result = resolved(value);
    return typeof result === 'string' ? withoutReferences(result) : result;
  }

  function resolved(value: unknown): any {
    if (Array.isArray(value)) return value.map(resolve).filter((entry) => entry !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries.length === 1 ? entries[0]! : ['', undefined];
    if (functions[name]) return functions[name](argument);
    if (name.startsWith('Fn::')) throw fault(stack, `the function ${name} is not evaluated locally.`);
    return Object.fromEntries(
      entries.map(([key, entry]) => [key, resolve(entry)]).filter(([, entry]) => entry !== undefined),
    );
  }
  return resolve;
}
