import type { Json, JsonObject } from '../value/json';
import { isObject } from '../value/json';
import { compileCondition } from './choice';
import type { Location } from '../syntax/definition-error';
import { invalid, within } from '../syntax/definition-error';
import { compileContainer, type CompileGroup } from './compile-container';
import { compileFallible } from './compile-fallible';
import { compileTask } from './compile-task';
import type { Expression } from '../syntax/path-value';
import { compileExpression } from '../expression/compile';
import { fieldsOf, number, requiredList, text } from '../syntax/fields';
import { compileInputPath } from '../expression/input-path';
import { compileResultPath } from '../expression/result-path';
import type { ChoiceState, FailState, PassState, State, WaitState } from './state-types';
import { compileTemplate } from '../expression/template';
import { timestamp } from './timestamp';

type Flow = Pick<PassState, 'name' | 'select' | 'emit' | 'next'>;

const ANY = ['Type', 'Comment', 'QueryLanguage'];
const PATHS = [...ANY, 'InputPath', 'OutputPath'];
const NEXT = ['Next', 'End'];
const FALLIBLE = [...PATHS, ...NEXT, 'Parameters', 'ResultSelector', 'ResultPath', 'Retry', 'Catch'];
const FIELDS: Readonly<Record<State['type'], readonly string[]>> = {
  Pass: [...PATHS, ...NEXT, 'Parameters', 'Result', 'ResultPath'],
  Choice: [...PATHS, 'Choices', 'Default'],
  Wait: [...PATHS, ...NEXT, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Succeed: PATHS,
  Fail: [...ANY, 'Error', 'Cause', 'ErrorPath', 'CausePath'],
  Task: [...FALLIBLE, 'Resource', 'TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'],
  Parallel: [...FALLIBLE, 'Branches'],
  Map: [
    ...FALLIBLE.filter((field) => field !== 'Parameters'),
    'ItemsPath',
    'ItemSelector',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    'ItemProcessor',
  ],
};
const LONGEST_WAIT = 99_999_999;

/**
 * Compiles one state of a definition. Throws InvalidDefinition naming state and field for what is wrong or not
 * simulated.
 */
export function compileState(name: string, source: JsonObject, compileGroup: CompileGroup): State {
  const location: Location = { state: name, field: '' };
  const type = text(source, 'Type', location) ?? '';
  if (!Object.hasOwn(FIELDS, type)) throw invalid(within(location, 'Type'), `'${type}' is no type of state.`);
  const known = FIELDS[type as State['type']];
  const language = text(source, 'QueryLanguage', location) ?? 'JSONPath';
  if (language !== 'JSONPath')
    throw invalid(within(location, 'QueryLanguage'), `'${language}' is not simulated: use JSONPath.`);
  fieldsOf(source, known, location);
  const flow: Flow = {
    name,
    select: compileInputPath(source.InputPath, within(location, 'InputPath')),
    emit: compileInputPath(source.OutputPath, within(location, 'OutputPath')),
    next: known.includes('Next') ? nextOf(source, location) : undefined,
  };
  switch (type as State['type']) {
    case 'Pass':
      return compilePass(source, flow, location);
    case 'Choice':
      return compileChoice(source, flow, location);
    case 'Wait':
      return compileWait(source, flow, location);
    case 'Succeed':
      return { ...flow, type: 'Succeed' };
    case 'Fail':
      return compileFail(source, flow, location);
    case 'Task':
      return { ...flow, ...compileFallible(source, location), ...compileTask(source, location) };
    case 'Parallel':
    case 'Map':
      return {
        ...flow,
        ...compileFallible(source, location),
        ...compileContainer(type as 'Parallel' | 'Map', source, location, compileGroup),
      };
  }
}

function nextOf(source: JsonObject, location: Location): string | undefined {
  if ('Next' in source === (source.End === true))
    throw invalid(within(location, 'Next'), "a state needs either 'Next' or 'End: true'.");
  return text(source, 'Next', location);
}

function compilePass(source: JsonObject, flow: Flow, location: Location): PassState {
  return {
    ...flow,
    type: 'Pass',
    parameters:
      source.Parameters === undefined ? undefined : compileTemplate(source.Parameters, within(location, 'Parameters')),
    result: source.Result,
    combine: compileResultPath(source.ResultPath, within(location, 'ResultPath')),
  };
}

function compileChoice(source: JsonObject, flow: Flow, location: Location): ChoiceState {
  const rules = requiredList(source, 'Choices', location).map((rule, index) => {
    const inside = within(location, `Choices.${index}`);
    if (!isObject(rule)) throw invalid(inside, 'must be an object.');
    const { Next, Comment: _comment, ...condition } = rule;
    if (typeof Next !== 'string') throw invalid(within(inside, 'Next'), 'is missing.');
    return { condition: compileCondition(condition, inside), next: Next };
  });
  return { ...flow, type: 'Choice', rules, fallback: text(source, 'Default', location) };
}

function compileWait(source: JsonObject, flow: Flow, location: Location): WaitState {
  const [field, ...others] = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'].filter((name) => name in source);
  if (field === undefined || others.length > 0)
    throw invalid(
      within(location, field ?? 'Seconds'),
      'a Wait needs exactly one of Seconds, SecondsPath, Timestamp and TimestampPath.',
    );
  if (field === 'Timestamp' && timestamp(source.Timestamp) === undefined)
    throw invalid(within(location, field), `${JSON.stringify(source.Timestamp)} is not an RFC 3339 timestamp.`);
  number(source, 'Seconds', location, { least: 0, most: LONGEST_WAIT, whole: true });
  const value = field.endsWith('Path') ? compilePathField(source, field, location) : constant(source[field] ?? null);
  return { ...flow, type: 'Wait', until: { kind: field.startsWith('Seconds') ? 'seconds' : 'timestamp', value } };
}

function compileFail(source: JsonObject, flow: Flow, location: Location): FailState {
  const part = (name: 'Error' | 'Cause'): Expression | undefined => {
    const fixed = text(source, name, location);
    if (fixed === undefined)
      return `${name}Path` in source ? compilePathField(source, `${name}Path`, location) : undefined;
    if (`${name}Path` in source) throw invalid(within(location, `${name}Path`), `cannot stand beside '${name}'.`);
    return constant(fixed);
  };
  return { ...flow, type: 'Fail', error: part('Error'), cause: part('Cause') };
}

function compilePathField(source: JsonObject, field: string, location: Location): Expression {
  const path = text(source, field, location) ?? '';
  return compileExpression(path, within(location, field));
}

function constant(value: Json): Expression {
  return () => value;
}
