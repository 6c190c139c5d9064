import * as fc from 'fast-check';
import { errorNames } from '../../../core/errors';
import { failureOf } from '../../../core/run/outcome';

const thrown = (errorType: string, errorMessage = 'said so') => ({
  Error: errorType,
  Cause: JSON.stringify({ errorType, errorMessage }),
});

describe('a failure that people see has a name of ours and says what to do', () => {
  test.each([
    ['States.Timeout', { Error: 'States.Timeout' }, 'StepTimedOut', /timed out.*start it again/],
    [
      'Runtime.ExitError',
      thrown('Runtime.ExitError', 'RequestId: 1 Error: Runtime exited with error: signal: killed'),
      'FunctionFailed',
      /signal: killed.*log/,
    ],
    [
      'Sandbox.Timedout',
      thrown('Sandbox.Timedout', 'Task timed out after 60.00 seconds'),
      'FunctionFailed',
      /timed out after 60.*log/,
    ],
    [
      'Lambda.TooManyRequestsException',
      { Error: 'Lambda.TooManyRequestsException', Cause: 'Rate Exceeded. (Service: AWSLambda)' },
      'FunctionFailed',
      /no room for a function.*Rate Exceeded.*raise.*quota/,
    ],
    [
      'TimeoutError',
      thrown('TimeoutError', 'Connection timed out'),
      'AwsUnavailable',
      /Connection timed out.*start it again/,
    ],
    [
      'a code of EC2',
      thrown('InvalidParameterValue', 'Value (x) is invalid'),
      'StepFailed',
      /InvalidParameterValue: Value \(x\) is invalid/,
    ],
    [
      'an error of the program',
      thrown('TypeError', 'x is undefined'),
      'StepFailed',
      /TypeError: x is undefined.*start it again/,
    ],
    [
      'a denial of Step Functions',
      { Error: 'States.Permissions', Cause: 'not authorized' },
      'PermissionDenied',
      /not authorized/,
    ],
  ])('%s', (_what, caught, name, message) => {
    expect(failureOf(caught)).toEqual({ name, message: expect.stringMatching(message) });
  });

  test('in a child execution too', () => {
    const child = {
      Error: 'States.TaskFailed',
      Cause: JSON.stringify({
        Error: 'Runtime.ExitError',
        Cause: JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: 'killed' }),
      }),
    };
    expect(failureOf(child)).toMatchObject({ name: 'FunctionFailed', message: expect.stringContaining('killed') });
  });

  test('whatever the error was called, and a name of ours stays with its own words', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, message) => {
        expect(errorNames).toContain(failureOf(thrown(name, message)).name);
        expect(errorNames).toContain(failureOf({ Error: name, Cause: message }).name);
      }),
    );
    for (const name of errorNames) expect(failureOf(thrown(name))).toEqual({ name, message: 'said so' });
  });
});
