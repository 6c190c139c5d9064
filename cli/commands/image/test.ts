import type { Image, TestResult } from '../../../core/model/image';
import { measuredInitialization, measuredSentence } from '../../../core/stack/volume-initialization';
import type { MeasuredInitialization } from '../../../core/stack/policy';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { testLine } from '../../render/image';
import { writeResult } from '../../render/layout/output';
import { countValue, durationValue, readScript } from '../../framework/values';
import { whileWorking } from '../../workflow/progress/status';
import { failureOfRun, followRun, outputOf } from '../../workflow/wait';
import { imageArgument } from '../../workflow/shared-flags';

/** Runs a script on a fresh instance of an image. Always waits; exit code 1 if the script fails. */
export const testAmi: CommandSpec = {
  names: ['test-ami', 'ami test'],
  summary: 'Run a test script on a fresh instance of an image',
  details: 'Instances that are kept are terminated after two hours.',
  arguments: [imageArgument],
  flags: [
    {
      name: 'test-script',
      value: '@file',
      field: 'script',
      description: 'test script; the test passes if its exit code is 0',
      required: true,
    },
    {
      name: 'instance-type',
      value: 'type',
      field: 'instance_types',
      description: 'type to test on (default: selected for the image); may be repeated',
      repeatable: true,
    },
    {
      name: 'auto-terminate',
      description: 'terminate the instance if the test passes (after a failed test it is kept for debugging)',
    },
    {
      name: 'volume-initialization-rate',
      value: 'mib',
      description: 'rate in MiB/s, 100 to 300, at which EBS initializes the root volume',
      parse: countValue,
    },
    {
      name: 'compare-initialization',
      description:
        'test each type twice, without and with volume initialization (default rate: 300); the faster one becomes the default for launches of the stack',
    },
    {
      name: 'test-timeout',
      value: 'duration',
      field: 'timeout_seconds',
      description: 'maximum time for the script, such as 15m',
      parse: durationValue,
    },
    {
      name: 'follow',
      short: 'f',
      description: 'print the whole output of the scripts, also in a terminal',
    },
    {
      name: 'timeout',
      value: 'duration',
      description: 'maximum time to wait in total, such as 2h (default: 1d)',
      parse: durationValue,
    },
  ],
  examples: [
    'spawn test-ami ami-0123456789abcdef0 --instance-type m7i.large --test-script @validate.sh --auto-terminate',
    'spawn test-ami ami-0123456789abcdef0 --test-script @validate.sh --auto-terminate --compare-initialization',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const script = await readScript(context, 'test-script', flags.text('test-script'));
    const types = flags.list('instance-type');
    const api = await context.api();
    const path = `/v1/images/${encodeURIComponent(id)}`;
    const output = outputOf(context, flags.on('follow'));
    const request = {
      script,
      instance_types: types.length === 0 ? undefined : types,
      auto_terminate: flags.on('auto-terminate'),
      timeout_seconds: flags.number('test-timeout'),
      volume_initialization_rate: flags.number('volume-initialization-rate'),
      compare_initialization: flags.on('compare-initialization') || undefined,
      region: flags.text('region'),
    };
    const { body: started } = await whileWorking(context, 'starting the test', () =>
      api.post<{ operation_id: string }>(`${path}/tests`, request),
    );
    const run = await followRun(context, started.operation_id, { timeout: flags.number('timeout'), output });
    const image = await api.get<Image>(path, { region: flags.text('region') });
    const tests = (image.tests ?? []).filter((test) => test.build_id === started.operation_id);
    const passed = run.status === 'succeeded';
    const comparison = measuredInitialization(tests, started.operation_id);
    await writeResult(
      context,
      { ami_id: id, passed, operation_id: started.operation_id, tests, comparison, failure: run.failure },
      () =>
        tests
          .map(
            (test) =>
              // Output that is on stderr already is not repeated.
              `${testLine(test)}\n${output === 'printed' || test.verdict === 'failed' ? '' : indent(test.output ?? '')}`,
          )
          .join(''),
    );
    if (comparison) context.messages.note(comparisonLine(comparison, image.stack));
    const kept = tests.filter(
      (test) => test.instance_id !== undefined && !(flags.on('auto-terminate') && test.verdict === 'passed'),
    );
    for (const test of kept) context.messages.note(keptLine(test, image.region));
    if (passed) return exitCodes.done;
    context.messages.error(failureOfRun(run, `the test of ${id}`));
    return exitCodes.failed;
  },
};

function indent(text: string): string {
  if (text === '') return '';
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('');
}

function comparisonLine(comparison: MeasuredInitialization, stack: string | undefined): string {
  const consequence =
    stack === undefined
      ? ''
      : `; launches of ${stack} ${comparison.rate === null ? 'do not use it' : 'use it'} unless its policy sets a rate`;
  return `${measuredSentence(comparison)}${consequence}`;
}

function keptLine(test: TestResult, region: string): string {
  const until = test.kept_until === undefined ? 'for two hours' : `until ${test.kept_until}`;
  return `${test.instance_id} is kept ${until}; connect with: spawn connect ${test.instance_id} --region ${region}`;
}
