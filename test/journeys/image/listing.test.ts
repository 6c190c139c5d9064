import { hours, localStack, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';

describe('the list of images', () => {
  let journey: Journey;
  let first: any;
  let second: any;
  const list = async (...flags: string[]): Promise<any[]> => {
    const { code, out, err } = await spawnIn(journey, ['list-amis', ...flags, '-o', 'json']);
    if (code !== 0) throw new Error(err);
    return JSON.parse(out);
  };
  const ids = async (...flags: string[]) => (await list(...flags)).map(({ ami_id }) => ami_id);

  beforeAll(async () => {
    journey = await localStack();
    first = await buildSmall(journey, { version: '1.0.0' });
    second = await buildSmall(journey, { version: '2.0.0' });
    for (const [id, tag] of [
      [first.ami_id, 'team=ml, vision'],
      [second.ami_id, 'team=web'],
    ] as const)
      await spawnIn(journey, ['tag-ami', id, '--tag', tag, '--tag', 'env=prod']);
  }, 240_000);

  test('has the images whose name matches a pattern, as a whole and in the same case', async () => {
    expect(await ids('--name', 'tool-1.0.0*')).toEqual([first.ami_id]);
    expect(await ids('--name', '*-?.0.0-*')).toEqual([second.ami_id, first.ami_id]);
    expect(await ids('--name', '*-?.0.0-*', '--stack', 'tool', '--sort-by', 'version')).toEqual([
      first.ami_id,
      second.ami_id,
    ]);
    expect(await ids('--name', 'TOOL*')).toEqual([]);
    expect(await ids('--name', 'tool')).toEqual([]);
  });

  test('has the images with all of the tags, with any character in their values', async () => {
    expect(await ids('--tag', 'env=prod')).toEqual([second.ami_id, first.ami_id]);
    expect(await ids('--tag', 'env=prod', '--tag', 'team=ml, vision')).toEqual([first.ami_id]);
    expect(await ids('--tag', 'env=prod', '--tag', 'team=ml')).toEqual([]);
    expect(await ids('--tag', 'team=web', '--name', 'tool-1*')).toEqual([]);
  });

  test('says how many deprecated and revoked images it leaves out, and with which flags they are listed', async () => {
    const said = async (...flags: string[]) => (await spawnIn(journey, ['list-amis', ...flags])).err;
    expect(await said()).toBe('');
    await spawnIn(journey, ['deprecate-ami', first.ami_id, '--yes']);
    for (const flags of [[], ['--stack', 'tool'], ['--sort-by', 'name', '--tag', 'env=prod']])
      expect(await said(...flags)).toBe('1 deprecated image hidden; to list them too: --deprecated\n');
    for (const flags of [['--deprecated'], ['--latest'], ['--name', 'tool-2*']]) expect(await said(...flags)).toBe('');
    await spawnIn(journey, ['ami', 'undeprecate', first.ami_id]);
  });

  test('that is empty says which stacks and regions have images', async () => {
    const said = async (...flags: string[]) => (await spawnIn(journey, ['list-amis', ...flags])).err;
    expect(await said('--stack', 'tol')).toBe("No image has the stack 'tol': did you mean tool? (stacks: tool)\n");
    expect(await said('--stack', 'genomics')).toBe("No image has the stack 'genomics' (stacks: tool)\n");
    expect(await said('--stack', 'tool', '--region', 'eu-west-1')).toBe(
      'Images of tool are in us-east-1; to list them: --region us-east-1\n',
    );
    expect(await said('--name', 'nothing*')).toBe('');
  });

  test.each([
    ['?name=', '\'name\' is "": it is empty.'],
    [`?name=${'a*'.repeat(65)}`, 'it has more than 128 characters'],
    ['?tags=team%3Dml', `'tags' is "team=ml": not a JSON object of tags: write, for example, {"team":"ml"}.`],
    ['?tags=%7B%22team%22%3A1%7D', 'not a JSON object of tags'],
  ])('refuses %s', async (query, sentence) => {
    const { status, body } = await journey.request('GET', `/v1/images${query}`);
    expect([status, body.name]).toEqual([400, 'InvalidRequest']);
    expect(body.detail).toContain(sentence);
  });

  test('tells when an image was launched last, a day later, as EC2 does', async () => {
    const { code } = await spawnIn(journey, ['launch', '--instance-type', 'm7i.large', '--ami', first.ami_id]);
    expect(code).toBe(0);
    const launched = async () => (await list('--name', 'tool-1*'))[0].last_launched;
    const before = await launched();
    const at = journey.clock.now();
    await journey.advance(23 * hours);
    await nightly(journey);
    expect(await launched()).toBe(before);
    await journey.advance(2 * hours);
    await nightly(journey);
    expect(Math.abs(Date.parse(await launched()) - at)).toBeLessThan(hours);
    expect((await spawnIn(journey, ['list-amis', '--name', 'tool-1*', '--wide'])).out).toMatch(
      / LAUNCHED +STATUS\n.* 1d\b/,
    );
    const { out } = await spawnIn(journey, ['ami', 'show', first.ami_id]);
    expect(out).toMatch(/Last launch +20\d\d-.*Z \(EC2 reports it up to 24 hours late\)/);
  }, 60_000);
});
