import aslValidator from 'asl-validator';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { functionNames, functions, placeholderOf } from '../../infra/function/table';
import { machineNames } from '../../infra/setting/names';
import { referencesOf } from '../../infra/part/state-machines';
import { policies } from '../../statemachines/retry-policies.json';
import { ofType, plain, project, synthesize } from './synthesis';

const stacks = synthesize();
const machines = ofType(stacks, 'AWS::StepFunctions::StateMachine').map(({ properties }) => properties);
const roles = Object.fromEntries(
  ofType(stacks, 'AWS::IAM::Role').map(({ properties }) => [properties.RoleName, properties]),
);

interface Task {
  Resource: string;
  Parameters?: Record<string, unknown>;
  Retry?: unknown;
}

interface StateGroup {
  States: Record<string, { Type: string; Branches?: StateGroup[]; ItemProcessor?: StateGroup }>;
}

/** The tasks of a definition, those inside of maps and branches too. */
function tasksOf({ States }: StateGroup): Task[] {
  return Object.values(States).flatMap((state) => [
    ...(state.Type === 'Task' ? [state as unknown as Task] : []),
    ...(state.Branches ?? []).flatMap(tasksOf),
    ...(state.ItemProcessor ? tasksOf(state.ItemProcessor) : []),
  ]);
}

test('every definition is deployed, under its own name', () => {
  const files = readdirSync(path.join(project, 'statemachines'))
    .filter((file) => file.endsWith('.asl.json'))
    .map((file) => file.replace('.asl.json', ''));
  expect(files.sort()).toEqual([...machineNames].sort());
  expect(machines.map(({ StateMachineName }) => StateMachineName).sort()).toEqual(
    files.map((file) => `spawn-dev-${file}`).sort(),
  );
});

describe.each(machines)('machine $StateMachineName', (machine) => {
  const name = String(machine.StateMachineName).replace('spawn-dev-', '');
  const substituted = plain(machine.DefinitionSubstitutions) as Record<string, string>;

  test('has its definition in the template as it stands in the file', () => {
    expect(machine.DefinitionString).toBe(
      readFileSync(path.join(project, 'statemachines', `${name}.asl.json`), 'utf8'),
    );
  });

  test('is valid by the schema of the Amazon States Language', () => {
    const definition = String(machine.DefinitionString)
      .replaceAll('${Partition}', 'aws')
      .replace(/\$\{(\w+)\}/g, 'arn:aws:lambda:us-east-1:123456789012:function:$1');
    const { isValid, errorsText } = aslValidator(JSON.parse(definition) as object);
    expect(isValid ? '' : errorsText('\n')).toBe('');
  });

  test('starts its children by a name, so that a retry gives the execution that runs', () => {
    const children = tasksOf(JSON.parse(String(machine.DefinitionString)) as StateGroup).filter(({ Resource }) =>
      Resource.includes(':states:startExecution'),
    );
    for (const { Parameters, Retry } of children) {
      expect(Parameters?.['Name.$']).toMatch(/build_id/);
      expect(Retry).toEqual([policies['child-start'].retrier]);
    }
  });

  test('retries what Lambda and AWS fail for a moment, in every task that calls a function', () => {
    const calling = tasksOf(JSON.parse(String(machine.DefinitionString)) as StateGroup).filter(
      ({ Resource }) => !Resource.includes(':states:startExecution'),
    );
    for (const { Retry } of calling) {
      expect(Retry).toEqual(expect.arrayContaining([policies['lambda-failure'].retrier, policies['aws-busy'].retrier]));
    }
  });

  test('has every placeholder substituted by the ARN of the function or machine of that name', () => {
    const used = new Set([...String(machine.DefinitionString).matchAll(/\$\{(\w+)\}/g)].map((match) => match[1]));
    expect(Object.keys(substituted).sort()).toEqual([...used].sort());
    const { Partition, ...arns } = substituted;
    if (Partition !== undefined) expect(Partition).toBe('<AWS::Partition>');
    for (const [placeholder, arn] of Object.entries(arns)) {
      const [, target = ''] = /spawn-dev-([a-z-]+)$/.exec(arn) ?? [];
      expect(placeholderOf(target)).toBe(placeholder);
    }
  });

  test('may invoke what it names, start its children, and nothing else of ours', () => {
    const statements = roles[`spawn-dev-machine-${name}-us-east-1`]?.Policies[0].PolicyDocument.Statement as {
      Action: string | string[];
      Resource: unknown;
    }[];
    const resources = (action: string) =>
      statements
        .filter(({ Action }) => [Action].flat().includes(action))
        .flatMap(({ Resource }) => [plain(Resource)].flat()) as string[];
    const arns = Object.values(substituted);
    expect(resources('lambda:InvokeFunction').sort()).toEqual(arns.filter((arn) => arn.includes(':function:')).sort());
    const children = arns.filter((arn) => arn.includes(':stateMachine:'));
    expect(resources('states:StartExecution')).toEqual(children);
    expect(resources('states:StopExecution')).toEqual(
      children.map((arn) => `${arn.replace(':stateMachine:', ':execution:')}:*`),
    );
    expect(resources('events:PutRule')).toHaveLength(children.length ? 1 : 0);
  });

  test('is standard, traced, and logged without its data, where task tokens stand', () => {
    expect(machine).toMatchObject({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });
});

test('a placeholder that nothing answers to is refused with its name', () => {
  expect(() => referencesOf('{"Resource": "${CreateImge}"}')).toThrow(/UnknownPlaceholder: .*CreateImge/);
});

test('every function of the machines’ folders is used by a machine', () => {
  const used = new Set(machines.flatMap(({ DefinitionSubstitutions }) => Object.keys(DefinitionSubstitutions)));
  // The API's functions are called by routes, those for events by rules and schedules.
  const called = functionNames.filter((name) => !['api', 'events'].includes(functions[name].folder));
  expect(called.filter((name) => !used.has(placeholderOf(name)))).toEqual([]);
});
