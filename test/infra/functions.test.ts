import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { functionNames, functions, placeholderOf } from '../../infra/function/table';
import { ofType, plain, project, synthesize } from './synthesis';

const stacks = synthesize();
const deployed = ofType(stacks, 'AWS::Lambda::Function');
const logGroups = ofType(stacks, 'AWS::Logs::LogGroup');
const named = (name: string) => deployed.filter(({ properties }) => properties.FunctionName === `spawn-dev-${name}`);

/** Files that are handlers, as folder and name. */
function handlerFiles(): { folder: string; name: string }[] {
  const lambdas = path.join(project, 'lambdas');
  const folders = readdirSync(lambdas, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name: folder }) =>
    readdirSync(path.join(lambdas, folder))
      .filter(
        (file) =>
          file.endsWith('.ts') &&
          /^export const handler\b/m.test(readFileSync(path.join(lambdas, folder, file), 'utf8')),
      )
      .map((file) => ({ folder, name: path.basename(file, '.ts') })),
  );
}

test('every handler file has a row, in the folder that the row names', () => {
  const rows = Object.fromEntries(functionNames.map((name) => [name as string, functions[name].folder]));
  const strangers = handlerFiles().filter(({ folder, name }) => rows[name] !== folder);
  expect(strangers).toEqual([]);
});

test('every row has a handler file', () => {
  const files = handlerFiles().map(({ name }) => name);
  expect(functionNames.filter((name) => !files.includes(name))).toEqual([]);
});

test('every row is deployed exactly once', () => {
  expect(functionNames.map((name) => [name, named(name).length])).toEqual(functionNames.map((name) => [name, 1]));
  expect(deployed).toHaveLength(functionNames.length);
});

describe.each(functionNames)('function %s', (name) => {
  const properties = named(name)[0]?.properties ?? {};

  test('runs on Node 24 on arm64, traced, with a time limit and memory of its own', () => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      Timeout: functions[name].timeoutSeconds,
      MemorySize: functions[name].memoryMb,
    });
    expect(functions[name].timeoutSeconds).toBeLessThanOrEqual(900);
  });

  test('writes to a log group that forgets', () => {
    const group = logGroups.find((each) => each.properties.LogGroupName === `/aws/lambda/spawn-dev-${name}`);
    expect(group?.properties.RetentionInDays).toBe(30);
    expect(properties.LoggingConfig).toEqual({ LogGroup: { Ref: group?.id } });
  });

  test('has a role of its own', () => {
    const sharing = deployed.filter(
      (each) =>
        JSON.stringify(each.properties.Role) === JSON.stringify(properties.Role) &&
        each.stack === named(name)[0]?.stack,
    );
    expect(sharing).toHaveLength(1);
  });

  test('knows its stage, its deployment, and only what its row asks for', () => {
    const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
    expect(Variables).toMatchObject({ SPAWN_STAGE: 'dev', SPAWN_DEPLOYMENT: 'dev@us-east-1' });
    expect(Object.keys(Variables).includes('SPAWN_TABLE')).toBe(functions[name].environment.includes('table'));
    expect(JSON.stringify(Variables).length).toBeLessThan(4096);
  });
});

test('what nobody waits for has a destination for its failures', () => {
  const destinations = ofType(stacks, 'AWS::Lambda::EventInvokeConfig').map(({ stack, properties }) => {
    const target = stack.resources[properties.FunctionName.Ref];
    expect(plain(properties.DestinationConfig.OnFailure.Destination)).toMatch(/:spawn-dev-dead-letters$/);
    return target?.Properties.FunctionName;
  });
  const targets = [
    ...ofType(stacks, 'AWS::Events::Rule').flatMap(({ properties }) => properties.Targets),
    ...ofType(stacks, 'AWS::Scheduler::Schedule').map(({ properties }) => properties.Target),
  ];
  const invoked = targets
    .map((target) => target.Arn['Fn::GetAtt']?.[0])
    .filter((id) => deployed.some((each) => each.id === id));
  const names = new Set(invoked.map((id) => deployed.find((each) => each.id === id)?.properties.FunctionName));
  // Its schedules are made by functions.
  names.add('spawn-dev-start-rebuild');
  expect([...names].sort()).toEqual(destinations.sort());
  expect(names.size).toBeGreaterThan(0);
  for (const target of targets) expect(plain(target.DeadLetterConfig.Arn)).toMatch(/:spawn-dev-dead-letters$/);
});

test('a placeholder is the function’s name in capitals', () => {
  expect(placeholderOf('create-image')).toBe('CreateImage');
  expect(placeholderOf('compensate')).toBe('Compensate');
});
