import { checkImage, checkOwnImage, launchWarnings } from '../../../core/image/check';
import { checkImageable, chooseInstance } from '../../../core/instance/name';
import { daysAgo, image, instance, named, now } from '../kit/images';

describe('the instance that is meant', () => {
  const builder = instance({ instance_id: 'i-1', name: 'Builder' });
  const stopped = instance({ instance_id: 'i-2', name: 'builder', state: 'stopped' });
  const gone = instance({ instance_id: 'i-3', name: 'builder', state: 'terminated' });

  test('has that id exactly, whatever its state', () => {
    expect(chooseInstance([builder, gone], 'i-3')).toBe(gone);
    expect(() => chooseInstance([builder], 'I-1')).toThrow(named('InstanceNotFound', "'I-1'"));
  });

  test('has that name, without regard to case', () => {
    expect(chooseInstance([instance({ name: 'other' }), builder], 'BUILDER')).toBe(builder);
  });

  test('is the only running one of several', () => {
    expect(chooseInstance([builder, stopped, gone], 'builder')).toBe(builder);
  });

  test('is not guessed: several are listed', () => {
    const other = instance({ instance_id: 'i-4', name: 'builder' });
    expect(() => chooseInstance([builder, other], 'builder')).toThrow(
      named('AmbiguousName', 'i-1 (running, us-east-1), i-4 (running, us-east-1)'),
    );
    expect(() => chooseInstance([stopped, { ...stopped, instance_id: 'i-5' }], 'builder')).toThrow(
      named('AmbiguousName'),
    );
  });

  test('is never one that is gone by its name, and a similar name is offered', () => {
    expect(() => chooseInstance([gone], 'builder')).toThrow(
      named('InstanceNotFound', "there is no instance 'builder': list the instances"),
    );
    expect(() => chooseInstance([builder], 'build')).toThrow(named('InstanceNotFound', 'there is Builder'));
  });

  test('may be one that is gone where that is asked for, and no other has the name', () => {
    const older = { ...gone, instance_id: 'i-0', launch_time: daysAgo(9) };
    expect(chooseInstance([older, gone], 'builder', true)).toBe(gone);
    expect(chooseInstance([gone, stopped], 'builder', true)).toBe(stopped);
  });

  test.each(['running', 'stopped'] as const)('may be imaged while it is %s', (state) => {
    expect(() => checkImageable(instance({ state }))).not.toThrow();
  });

  test.each(['pending', 'stopping', 'shutting-down', 'terminated'] as const)(
    'may not be imaged while it is %s',
    (state) => {
      expect(() => checkImageable(instance({ state }))).toThrow(named('WrongState', state));
    },
  );

  test('may only be imaged if it is ours, by our tag or one of the settings; the error names the tag', () => {
    expect(() => checkImageable(instance({ tags: {} }))).toThrow(named('NotManaged', 'spawn:managed=true'));
    expect(() => checkImageable(instance({ tags: { team: 'ml' } }), [{ key: 'team', value: 'ml' }])).not.toThrow();
  });
});

describe('an image', () => {
  test.each([
    ['pending', 'WrongState', 'still being created'],
    ['disabled', 'WrongState', 'enable it first'],
    ['failed', 'WrongState', 'is failed'],
    ['deregistered', 'ImageNotFound', 'no longer exists'],
    ['vanished', 'ImageNotFound', 'no longer exists'],
  ] as const)('that is %s may not be tested, replicated or launched: %s', (state, name, text) => {
    for (const use of ['test', 'replicate', 'launch'] as const)
      expect(() => checkImage(image({ state }), 'ami-1', use)).toThrow(named(name, text));
  });

  test('that nobody knows is not found', () => {
    expect(() => checkImage(undefined, 'ami-x', 'test')).toThrow(named('ImageNotFound', 'ami-x'));
  });

  test('that is deprecated may not be replicated or built upon; it may be tested, and launched with a warning', () => {
    const old = image({
      deprecated: true,
      tags: { 'spawn:replacement': 'ami-new', 'spawn:deprecation-reason': 'CVE' },
    });
    for (const use of ['replicate', 'build-on'] as const)
      expect(() => checkImage(old, 'ami-1', use)).toThrow(named('ImageDeprecated', 'replaced by ami-new'));
    for (const use of ['test', 'launch'] as const) expect(checkImage(old, 'ami-1', use)).toBe(old);
    expect(launchWarnings(old, now)).toEqual([`the image ${old.name} is deprecated: CVE (replaced by ami-new)`]);
    expect(launchWarnings(image(), now)).toEqual([]);
  });

  test.each([
    [30, 'is deprecated: CVE'],
    [31, 'has been deprecated for 31 days: CVE; launch a newer image'],
    [90, 'has been deprecated for 90 days: CVE; launch a newer image'],
    [91, 'has been deprecated for 91 days and may be removed: CVE; launch a newer image'],
  ])('that has been deprecated for %i days warns of it: it %s', (days, text) => {
    const old = image({
      deprecated: true,
      tags: { 'spawn:deprecated-date': daysAgo(days), 'spawn:deprecation-reason': 'CVE' },
    });
    expect(launchWarnings(old, now)).toEqual([`the image ${old.name} ${text}`]);
  });

  test('that is to be deprecated warns from its date on, also before the night has marked it', () => {
    expect(launchWarnings(image({ tags: { 'spawn:deprecated-date': daysAgo(-1) } }), now)).toEqual([]);
    expect(launchWarnings(image({ tags: { 'spawn:deprecated-date': daysAgo(1) } }), now)).toHaveLength(1);
  });

  test('that is a candidate may be tested only', () => {
    expect(() => checkImage(image({ lifecycle: 'candidate' }), 'ami-1', 'test')).not.toThrow();
    expect(() => checkImage(image({ lifecycle: 'candidate' }), 'ami-1', 'launch')).toThrow(
      named('WrongState', 'candidate'),
    );
  });

  test('of another deployment is read-only here', () => {
    expect(() => checkOwnImage(image(), 'dev@us-east-1')).not.toThrow();
    expect(() => checkOwnImage(image({ deployment: 'prod@us-east-1' }), 'dev@us-east-1')).toThrow(
      named('NotManaged', 'prod@us-east-1'),
    );
    expect(() => checkOwnImage(image({ lifecycle: 'unmanaged' }), 'dev@us-east-1')).toThrow(
      named('NotManaged', 'spawn:managed'),
    );
  });
});
