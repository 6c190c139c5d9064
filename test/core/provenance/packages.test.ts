import * as fc from 'fast-check';
import { diffImages } from '../../../core/provenance/diff';
import { changedPackages, parsePackages, type InstalledPackage } from '../../../core/provenance/packages';
import { image } from '../../cli/kit/things';

const list = fc.uniqueArray(
  fc.record({
    manager: fc.constantFrom('rpm' as const, 'pip' as const),
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    version: fc.constantFrom('1', '2'),
  }),
  { selector: ({ manager, name }) => manager + name },
);
const keyed = (packages: readonly InstalledPackage[]) =>
  new Map(packages.map(({ manager, name, version }) => [`${manager}/${name}`, version]));

test('a package list is read line by line; versions beside each other stand together, and what is no line of it is left out', () => {
  expect(parsePackages('rpm\tkernel\t6.2\nrpm\tkernel\t6.1\npip\ttorch\t2.2.0\nwarning: x\n\ndpkg\tjq\t1.7\n')).toEqual(
    [
      { manager: 'dpkg', name: 'jq', version: '1.7' },
      { manager: 'pip', name: 'torch', version: '2.2.0' },
      { manager: 'rpm', name: 'kernel', version: '6.1, 6.2' },
    ],
  );
});

test('the changes, applied to the first list, give the second; the same list has none', () => {
  fc.assert(
    fc.property(list, list, (from, to) => {
      const after = keyed(from);
      for (const { manager, name, to: version } of changedPackages(from, to)) {
        if (version === undefined) after.delete(`${manager}/${name}`);
        else after.set(`${manager}/${name}`, version);
      }
      expect([...after].sort()).toEqual([...keyed(to)].sort());
      expect(changedPackages(to, to)).toEqual([]);
    }),
  );
});

test('images without a list are not compared, which is not the same as no difference', () => {
  const packages = [{ manager: 'rpm' as const, name: 'jq', version: '1' }];
  expect(diffImages({ image: image(), packages }, { image: image({ ami_id: 'ami-2' }) }).packages).toEqual({
    compared: false,
    missing: ['ami-2'],
    changes: [],
  });
  expect(
    diffImages({ image: image(), packages }, { image: image({ ami_id: 'ami-2' }), packages: [] }).packages.changes,
  ).toEqual([{ manager: 'rpm', name: 'jq', from: '1' }]);
});

test('time until ready, tests, size and the user’s own tags are told; ours are not', () => {
  const test = {
    build_id: 'b',
    instance_type: 'm7i.large',
    verdict: 'passed' as const,
    seconds_to_ready: 40,
    tested_at: '',
  };
  const diff = diffImages(
    { image: image({ tests: [test] }) },
    {
      image: image({
        size_gb: 50,
        tests: [{ ...test, verdict: 'failed', seconds_to_ready: 31 }],
        tags: { stack: 'pytorch', owner: 'jo', 'spawn:build-id': 'x' },
      }),
    },
  );
  expect(diff.facts).toEqual([
    { fact: 'size', from: '30GB', to: '50GB' },
    { fact: 'test on m7i.large', from: 'passed', to: 'failed' },
    { fact: 'ready on m7i.large', from: '40s', to: '31s' },
  ]);
  expect(diff.tags).toEqual([{ fact: 'owner', to: 'jo' }]);
});
