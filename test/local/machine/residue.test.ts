import { readResidue, sortResidue } from '../../../core/residue';
import { searchScript } from '../../../core/residue-script';
import { plantedSecrets } from '../../core/planted-secrets';
import { computer } from './computer';

const written = (path: string, text: string) =>
  `mkdir -p '${path.replace(/\/[^/]*$/, '')}'; echo '${Buffer.from(text).toString('base64')}' | base64 -d >'${path}'`;

test('the search for residue finds on a simulated machine what the bash and grep of a real one find', async () => {
  const one = await computer();
  await one.run([...plantedSecrets.map(({ path, text }) => written(path, text)), written('/run/search', searchScript())].join('\n'));
  const { stdout } = await one.run('mkdir -p /run/spawn; bash /run/search 0');
  const { secrets, unknown } = sortResidue(readResidue(stdout), []);
  expect(unknown).toEqual([]);
  const missed = plantedSecrets.filter(({ path }) => !secrets.some(({ file }) => file === path));
  expect(missed.map(({ kind }) => kind)).toEqual([]);
});
