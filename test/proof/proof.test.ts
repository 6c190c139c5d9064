import { Project } from '../kit/start-once';
import { without, withoutResources } from '../kit/templates';

interface Edit {
  edit: string;
  apply: (project: Project) => void;
  words?: string[];
  /** What `npm start -- --once` says and how it ends. */
  says: RegExp;
  code: number;
}

const recipe = 'examples/pytorch-cpu/recipe.yaml';

const edits: Edit[] = [
  {
    edit: 'the install is dropped',
    apply: (project) =>
      project.edit(
        'examples/pytorch-cpu/install.sh',
        'torch==2.2.0 torchvision torchaudio --index-url https://download.pytorch.org/whl/cpu',
        'wheel',
      ),
    says: /failed: TestFailed in test: /,
    code: 1,
  },
  {
    edit: 'a key is planted',
    apply: (project) =>
      project.edit(
        'examples/pytorch-cpu/install.sh',
        'mkdir -p /opt/tests',
        'mkdir -p /opt/tests && printf -- "-----BEGIN RSA PRIVATE KEY-----\\nMIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0t\\n" >/opt/tests/key.pem',
      ),
    says: /failed: ResidueFound in clean: .*private-keys: \/opt\/tests\/key\.pem:1/,
    code: 1,
  },
  {
    edit: 'the architecture is the wrong one',
    apply: (project) => project.edit(recipe, '[m7i.large, m6i.large, m5.large]', '[m7g.large]'),
    says: /^error: .*arm64/m,
    code: 2,
  },
  {
    edit: 'the test exits with 3',
    apply: (project) => project.edit('examples/pytorch-cpu/validate.sh', "echo 'All tests passed!'", 'exit 3'),
    says: /failed: TestFailed in test: .*exited 3/,
    code: 1,
  },
  {
    edit: 'one action of IAM is taken out',
    apply: (project) => project.editTemplates(without('spawn-dev-create-image-us-east-1', 'ec2:CreateImage')),
    says: /failed: PermissionDenied in image: .*ec2:CreateImage/,
    code: 1,
  },
  {
    edit: 'the subnet has no way out',
    apply: (project) => project.editTemplates(withoutResources('AWS::EC2::Route')),
    says: /failed: InstanceUnreachable in launch/,
    code: 1,
  },
  {
    edit: 'the name is taken',
    apply: (project) => project.account({ images: ['my-image'] }),
    words: ['--account', 'account.json', '--name', 'my-image'],
    says: /^error: .*my-image.* is taken/m,
    code: 4,
  },
  {
    edit: 'a region is switched off',
    apply: (project) => project.account({ disabled_regions: ['eu-west-1'] }),
    words: ['--account', 'account.json'],
    says: /^error: .*eu-west-1 is not enabled/m,
    code: 2,
  },
];

describe('npm start -- --once', () => {
  test('ends with 0 when nothing is edited', async () => {
    const { code, output } = await new Project().startOnce();
    expect(output).toMatch(/pytorch/);
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  });

  test.each(edits)('tells so when $edit', async ({ apply, words = [], says, code }) => {
    const project = new Project();
    apply(project);
    const ended = await project.startOnce(...words);
    expect(ended.output).toMatch(says);
    expect(ended.code).toBe(code);
    expect(ended.output).toMatch(/Nothing is left in the simulated account/);
  });
});
