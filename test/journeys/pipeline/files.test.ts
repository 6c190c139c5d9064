import { sha256 } from '../../../core/lib/digest';
import { finished, home, hours, leftovers, localStack, type Journey } from '../../kit/journey';
import { newerBase, nightReport, publishBase } from '../../kit/nightly';
import { buildSmall, provisioned, script, smallRecipe, startSmall } from '../../kit/small-recipe';

const bucket = `spawn-dev-artifacts-123456789012-${home}`;
const binary = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7) % 256));
const uploaded = Buffer.from('weights\0\xff', 'latin1');
const sent = (files: Record<string, string | Buffer>) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content).toString('base64')]));
const upload = (journey: Journey, key: string, body: Buffer) =>
  journey.clock.until(journey.local.call('s3', 'PutObject', home, { Bucket: bucket, Key: key, Body: body }));
const logOf = async (journey: Journey, id: string): Promise<string> =>
  (await journey.request('GET', `/v1/builds/${id}/log`)).body.lines.map(({ text }: any) => text).join('\n');

const files = [
  { source: 'app.conf', destination: '/etc/app/app.conf', mode: '0640', owner: 'root:ec2-user' },
  { source: './site/', destination: '/srv/it\'s "here"', owner: 'ec2-user' },
  { source: 'tool', destination: '/usr/local/bin/greet', mode: '755' },
  { source: `s3://${bucket}/uploads/weights`, destination: '/opt/weights', sha256: sha256(uploaded) },
];
const contents = {
  'app.conf': 'port = 80\n',
  'site/index.html': '<h1>$HOME `id` {{ssm:x}}</h1>',
  'site/img/logo.png': binary,
  'site/empty': '',
  tool: '#!/bin/bash\necho greeted\n',
};
const look = [
  `cd "/srv/it's \\"here\\"" && sha256sum img/logo.png empty && cat index.html && cd /`,
  'stat -c "%a %U:%G %n" /etc/app /etc/app/app.conf /usr/local/bin/greet /opt/weights /srv/it*/img /srv/it*/img/logo.png',
  'cat /etc/app/app.conf; greet; sha256sum /opt/weights; ls -A /etc/app /opt',
];
const found = [
  `${sha256(binary)}  img/logo.png`,
  `${sha256('')}  empty`,
  '<h1>$HOME `id` {{ssm:x}}</h1>755 root:root /etc/app',
  '640 root:ec2-user /etc/app/app.conf',
  '755 root:root /usr/local/bin/greet',
  '644 root:root /opt/weights',
  `755 root:root /srv/it's "here"/img`,
  `644 ec2-user:ec2-user /srv/it's "here"/img/logo.png`,
  'port = 80',
  'greeted',
  `${sha256(uploaded)}  /opt/weights`,
];

describe('the files of a recipe', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await localStack();
    await upload(journey, 'uploads/weights', uploaded);
  });

  test('are on the machine before the first script, with content, mode and owner, and in the image', async () => {
    const changes = { files, provision: [{ run: script(...look) }], test: { run: script(...look) } };
    const run = await buildSmall(journey, changes, { files: sent(contents) });
    expect([run.status, run.failure]).toEqual(['succeeded', undefined]);
    const log = await logOf(journey, run.build_id);
    const [copied = '', provisionedLog = '', tested = ''] = log.split(/^.*<h1>/m);
    expect(copied).toContain('app.conf is copied to /etc/app/app.conf (0640, root:ec2-user)');
    expect(copied).toContain(`s3://${bucket}/uploads/weights is copied to /opt/weights (0644, root:root)`);
    for (const part of [provisionedLog, tested]) for (const line of found.slice(3)) expect(part).toContain(`${line}\n`);
    for (const line of found) expect(log).toContain(line);
    expect(log).not.toContain('.spawn-');
  });

  test('are kept: read back by the image, and copied again by a nightly rebuild', async () => {
    const changes = { stack: 'night', files, provision: [{ run: script(...look) }], rebuild: 'on-new-base' };
    const run = await buildSmall(journey, { ...changes, test: undefined }, { files: sent(contents) });
    const { body } = await journey.request('GET', `/v1/images/${run.ami_id}/recipe`);
    expect(body.files).toEqual(sent(contents));
    const { base_ami } = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
    publishBase(journey, await newerBase(journey, base_ami));
    expect((await nightReport(journey)).steps.rebuilds.started).toBe(1);
    await journey.advance(3 * hours);
    const [rebuilt] = (await journey.request('GET', '/v1/builds')).body.builds;
    expect(rebuilt).toMatchObject({ requested_by: 'night', status: 'succeeded' });
    expect(await logOf(journey, rebuilt.build_id)).toContain('644 root:root /opt/weights');
  });

  test('are shown by a preview, and change what a recipe is', async () => {
    const recipe = smallRecipe({ stack: 'plan', files: files.slice(0, 2) });
    const ask = (more: object) =>
      journey.request('POST', '/v1/build-previews', { recipe, files: sent({ ...contents, ...more }) });
    const { body } = await ask({});
    expect(body.scripts.map(({ name }: any) => name)).toEqual(['copy-files', 'install']);
    expect(body.files).toEqual([
      {
        source: 'app.conf',
        destination: '/etc/app/app.conf',
        mode: '0640',
        owner: 'root:ec2-user',
        sha256: sha256('port = 80\n'),
        size: 10,
      },
      ...['empty', 'img/logo.png', 'index.html'].map((name) =>
        expect.objectContaining({ source: `site/${name}`, destination: `/srv/it's "here"/${name}` }),
      ),
    ]);
    const same = { stack: 'plan', files: files.slice(0, 2) };
    await buildSmall(journey, same, { files: sent(contents) });
    expect((await ask({})).body.answer).toBe('published');
    expect((await ask({ unnamed: 'x' })).body.answer).toBe('published');
    expect((await ask({ 'site/empty': 'no more' })).body).toMatchObject({ status: 409, name: 'VersionTaken' });
  });

  test.each([
    [
      'an owner that the machine does not have',
      { ...files[0], owner: 'nobody-here' },
      /no user nobody-here on the machine/,
    ],
    ['a folder that stands there', { ...files[0], destination: '/etc' }, /\/etc is a folder on the machine/],
    [
      'a digest that is not that of the object',
      { ...files[3], sha256: sha256('other') },
      /uploads\/weights is not what the recipe names/,
    ],
    [
      'an address that does not answer',
      { ...files[3], source: 'https://example.invalid/x' },
      /https:\/\/example\.invalid\/x could not be fetched/,
    ],
  ])('a build fails on %s before any script, and leaves nothing', async (_what, file, why) => {
    const changes = { stack: 'bad', files: [file], ...provisioned('echo never') };
    const run = await finished(journey, await startSmall(journey, changes, { files: sent(contents) }));
    expect(run).toMatchObject({ status: 'failed', failure: { name: 'ScriptFailed', stage: 'provision' } });
    expect(run.failure.message).toContain("'copy-files' exited with code 1");
    const log = await logOf(journey, run.build_id);
    expect(log).toMatch(why);
    expect(log).not.toContain('never');
    expect(await leftovers(journey)).toEqual([]);
  });

  test.each([
    [
      'a bucket of somebody else',
      's3://other-bucket/uploads/weights',
      /does not read: copy the object to s3:\/\/spawn-dev-/,
    ],
    ['another prefix', `s3://${bucket}/builds/weights`, /does not read/],
    ['an object that does not exist', `s3://${bucket}/uploads/none`, /does not exist: upload it/],
  ])('%s is refused before anything starts', async (_what, source, why) => {
    const recipe = smallRecipe({ stack: 'refused', files: [{ ...files[3], source }] });
    const { status, body } = await journey.request('POST', '/v1/builds', { recipe });
    expect([status, body.name]).toEqual([400, 'InvalidRecipe']);
    expect(body.detail).toMatch(why);
  });
});
