import { hasNewFindings, namesOfUses, ownerLine, usesByOwner, type ImageUse } from '../../../core/reference/owners';

const use = (name: string, owner?: string, changes: Partial<ImageUse> = {}): ImageUse => ({
  ami_id: 'ami-1',
  region: 'us-east-1',
  kind: 'instance',
  name,
  ...(owner !== undefined && { owner }),
  ...changes,
});

test('uses are told by owner, each once, and last what has no owner', () => {
  const template = use('lt-1', 'ann', { kind: 'launch-template' });
  expect(usesByOwner([use('i-3'), use('i-2', 'bob'), use('i-1', 'ann'), use('i-1', 'ann'), template])).toEqual([
    { owner: 'ann', uses: [use('i-1', 'ann'), template] },
    { owner: 'bob', uses: [use('i-2', 'bob')] },
    { uses: [use('i-3')] },
  ]);
  expect(usesByOwner([])).toEqual([]);
});

test('owners and their uses stand in the order of their names, whatever the order in which they were read', () => {
  const uses = [
    use('i-9'),
    use('i-5', 'eve'),
    use('i-2', 'bob'),
    use('i-3', 'bob'),
    use('i-1', 'bob'),
    use('i-4', 'ann'),
  ];
  const sorted = ['ann: i-4', 'bob: i-1 i-2 i-3', 'eve: i-5', 'nobody: i-9'];
  const lines = (given: ImageUse[]) =>
    usesByOwner(given).map(({ owner = 'nobody', uses: own }) => `${owner}: ${own.map(({ name }) => name).join(' ')}`);
  for (const [index] of uses.entries()) {
    const turned = [...uses.slice(index), ...uses.slice(0, index)];
    expect(lines(turned)).toEqual(sorted);
    expect(lines(turned.reverse())).toEqual(sorted);
  }
  expect(usesByOwner([use('i-9')])[0]).not.toHaveProperty('owner');
});

test('the same name in two regions is two uses', () => {
  const [ann] = usesByOwner([use('web', 'ann'), use('web', 'ann', { region: 'eu-west-1' })]);
  expect(ann?.uses).toHaveLength(2);
});

test('a sentence names five uses and counts the others', () => {
  const uses = ['1', '2', '3', '4', '5', '6', '7'].map((name) => use(`i-${name}`));
  expect(namesOfUses(uses.slice(0, 1))).toBe('instance i-1 in us-east-1');
  expect(namesOfUses(uses)).toMatch(/^instance i-1 in us-east-1, .*, instance i-5 in us-east-1, and 2 more$/);
  expect(ownerLine({ owner: 'ann', uses: uses.slice(0, 1) }, () => 'tool, revoked')).toBe(
    'ann: 1 resource (instance i-1 in us-east-1) with tool, revoked',
  );
  const reasons = (each: Pick<ImageUse, 'name'>) => (each.name === 'i-1' ? 'tool, revoked' : 'tool, deprecated');
  const group = use('web', undefined, { kind: 'auto-scaling-group' });
  expect(ownerLine({ uses: [use('i-1'), group, group] }, reasons)).toBe(
    'without an owner: 3 resources (instance i-1 in us-east-1, auto scaling group web in us-east-1, auto scaling group web in us-east-1) with tool, revoked; tool, deprecated',
  );
});

test.each([
  [null, { critical: 1 }, true],
  [{ critical: 1, high: 3 }, { critical: 1, high: 4 }, true],
  [{ critical: 1, high: 3 }, { critical: 0, high: 3 }, false],
  [{ high: 3 }, { high: 3 }, false],
  [{ high: 3 }, null, false],
])('from %j to %j there are new findings: %s', (from, to, isNew) => {
  expect(hasNewFindings(from, to)).toBe(isNew);
});
