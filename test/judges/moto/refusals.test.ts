import type { Local } from '../../../local/app/simulation';
import { assemblyOf } from '../../kit/assemblies';
import { startLocal } from '../../kit/local-mode';
import { requireMoto, runPython } from './python';
import { requests } from './refusals/all';

type Answers = Record<string, { code: string; text: string } | null>;

jest.setTimeout(5 * 60_000);

describe('EC2 refuses', () => {
  let ours: Answers;
  let motos: Answers;
  let local: Local;

  beforeAll(async () => {
    requireMoto();
    local = await startLocal({ assembly: assemblyOf('dev'), tier: 'in-process', port: 0, seed: 1, speed: 600 });
    const { accessKeyId, secretAccessKey } = local.operatorCredentials;
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const asked = requests.map(({ name, action, input }) => ({ name, action, input }));
    ours = (await runPython('refuse.py', asked, { args: [local.url], env })) as Answers;
    motos = (await runPython('refuse.py', asked)) as Answers;
  });
  afterAll(() => local?.close());

  test.each(requests)('who $name', ({ name, code }) => {
    expect(ours[name]).toMatchObject({ code, text: expect.stringMatching(/\S/) });
  });

  test('at least as much as moto, which agrees on the code of every request that does not say why not', () => {
    const expected = requests.map(({ name, code, moto }) => {
      if (moto === undefined) return [name, code];
      return [name, 'takes' in moto ? undefined : moto.says];
    });
    expect(requests.map(({ name }) => [name, motos[name]?.code])).toEqual(expected);
  });

  test('a list that is long enough, each under a name of its own', () => {
    expect(requests.filter(({ moto }) => moto === undefined).length).toBeGreaterThanOrEqual(57);
    expect(new Set(requests.map(({ name }) => name)).size).toBe(requests.length);
    expect(requests.filter(({ code, moto }) => moto && 'says' in moto && moto.says === code)).toEqual([]);
  });
});
