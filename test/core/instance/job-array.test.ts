import * as fc from 'fast-check';
import { instanceTags } from '../../../core/instance/tags';
import { jobVariables, planInstances } from '../../../core/instance/job-array';

test('a job array is NAME-0 to NAME-(count - 1), each with its place', () => {
  const planned = planInstances({ count: 3, job_array_name: 'chr' }, 'x');
  expect(planned.map(({ name }) => name)).toEqual(['chr-0', 'chr-1', 'chr-2']);
  expect(planned[2]).toEqual({ name: 'chr-2', job_array: { name: 'chr', index: 2, size: 3 } });
});

test('an array without a name of its own is called as its instances are, and what has no name at all gets one', () => {
  expect(planInstances({ name: 'run', count: 1 }, 'x')).toEqual([
    { name: 'run-0', job_array: { name: 'run', index: 0, size: 1 } },
  ]);
  expect(planInstances({ name: 'run', count: 1, job_array_name: 'chr' }, 'x')).toEqual([
    { name: 'run-0', job_array: { name: 'chr', index: 0, size: 1 } },
  ]);
  expect(planInstances({ count: 1 }, 'x')[0]?.name).toBe('x-0');
});

test('a launch without a count is one instance of its own name, and its command has index 0', () => {
  expect(planInstances({ name: 'run' }, 'x')).toEqual([{ name: 'run' }]);
  expect(planInstances({}, 'x')).toEqual([{ name: 'x' }]);
  expect(jobVariables({ name: 'run' })).toEqual({ JOB_ARRAY_NAME: 'run', JOB_ARRAY_INDEX: '0', JOB_ARRAY_SIZE: '1' });
});

test('every index from 0 to the count is there once, in variables and tags alike', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), (count) => {
      const planned = planInstances({ name: 'a', count }, 'x');
      expect(planned.map((instance) => Number(jobVariables(instance).JOB_ARRAY_INDEX))).toEqual([
        ...Array(count).keys(),
      ]);
      for (const { name, job_array } of planned) {
        const tags = instanceTags({
          now: new Date('2026-01-14T10:30:00Z'),
          name,
          purpose: 'launch',
          deployment: 'dev@us-east-1',
          job_array,
        });
        expect(tags).toMatchObject({
          Name: `a-${job_array?.index}`,
          'spawn:job-array': 'a',
          'spawn:job-array-index': String(job_array?.index),
          'spawn:job-array-size': String(count),
        });
      }
    }),
  );
});
