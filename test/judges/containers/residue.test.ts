import { plantedSecrets } from '../../core/residue/planted-secrets';
import { readResidue, sortResidue } from '../../../core/residue/report';
import { searchScript } from '../../../core/residue/script';
import { inContainer, makeBase } from './engine';

jest.setTimeout(15 * 60_000);

const planting = plantedSecrets
  .map(
    ({ path, text }) =>
      `mkdir -p "$(dirname '${path}')"; echo ${Buffer.from(text).toString('base64')} | base64 -d >'${path}'`,
  )
  .join('\n');

function searched(before: string) {
  const script = Buffer.from(searchScript()).toString('base64');
  const text = inContainer(
    `${before}\nexport SEARCH_WORK=/run\necho ${script} | base64 -d >/run/search; bash /run/search 0`,
  );
  return sortResidue(readResidue(text), []);
}

describe('the search for residue on the tree of a real distribution', () => {
  beforeAll(makeBase);

  test('finds no secret on an untouched base', () => {
    expect(searched('rm -f /etc/ssh/ssh_host_*').secrets).toEqual([]);
  });

  test('finds every kind of secret that is planted', () => {
    const { secrets } = searched(planting);
    const missed = plantedSecrets.filter(({ path }) => !secrets.some(({ file }) => file === path));
    expect(missed.map(({ kind }) => kind)).toEqual([]);
  });
});
