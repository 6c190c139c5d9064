import { readResidue, sortResidue } from '../../../core/residue/report';
import { searchScript } from '../../../core/residue/script';
import { plantedSecrets } from '../../core/residue/planted-secrets';
import { computer } from '../../../local/test/guest/computer';

const written = (path: string, text: string) =>
  `mkdir -p '${path.replace(/\/[^/]*$/, '')}'; echo '${Buffer.from(text).toString('base64')}' | base64 -d >'${path}'`;

test('the search for residue finds on a simulated machine what the bash and grep of a real one find', async () => {
  const one = await computer();
  const pair = 'AKIAIOSFODNN7EXAMPLE AKIAQ3ZK7LM2PXW5NB4D\n';
  await one.run(
    [
      written('/opt/pair', pair),
      ...plantedSecrets.map(({ path, text }) => written(path, text)),
      written('/run/search', searchScript()),
    ].join('\n'),
  );
  const { stdout } = await one.run('mkdir -p /run/spawn; bash /run/search 0');
  const { secrets, unknown } = sortResidue(readResidue(stdout), []);
  expect(unknown).toEqual([]);
  expect(secrets).toContainEqual({ item: 'cloud-credentials', file: '/opt/pair', line: 1, rule: 'aws-access-key' });
  const missed = plantedSecrets.filter(({ path }) => !secrets.some(({ file }) => file === path));
  expect(missed.map(({ kind }) => kind)).toEqual([]);
});
