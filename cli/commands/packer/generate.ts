import { access, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PackerPlan, PackerScript } from '../../../core/packer/template';
import type { CommandSpec, Invocation } from '../../framework/command';
import type { Context } from '../../framework/context';
import { usageError } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';
import { problemLine, readRecipe, recipePath } from '../../workflow/recipe/read';
import { collectTags, readValue, tagValue } from '../../framework/values';

/** Writes a template for HashiCorp Packer, from a recipe or from flags. */
export const generatePackerTemplate: CommandSpec = {
  names: ['generate-packer-template', 'ami packer'],
  summary: 'Write a Packer template from a recipe or from flags',
  details:
    'A file name that ends in .pkr.hcl selects HCL2, any other JSON. The template omits what Packer does not support: tests on fresh instances, the residue check and secrets. Packer requests a spot instance for `spot: true`, without a fallback to on demand. Use `spawn tag-ami` to bring the image that Packer creates under management.',
  arguments: [
    {
      name: 'recipe',
      description: 'path of the recipe; without it, the flags define the build',
      optional: true,
      file: true,
    },
  ],
  flags: [
    {
      name: 'base-ami',
      value: 'base',
      description: 'base image: al2023, al2023-gpu, ubuntu-24.04, ubuntu-22.04, debian-12 or ami-…',
    },
    { name: 'instance-type', value: 'type', description: 'instance type to build on' },
    {
      name: 'provisioner',
      value: '@file|text',
      description: 'script that installs the stack; may be repeated, runs in order',
      repeatable: true,
    },
    {
      name: 'name',
      value: 'name',
      description: 'name of the image; the build time is appended (default: spawn-image)',
    },
    {
      name: 'tag',
      value: 'k=v',
      description: 'tag of the image and its snapshots; may be repeated',
      repeatable: true,
      parse: tagValue,
    },
    {
      name: 'format',
      value: 'format',
      choices: ['hcl', 'json'],
      description: 'format of the template (default: selected by the file name)',
    },
    { name: 'output', short: 'o', value: 'file', description: 'file to write the template to (default: stdout)' },
    { name: 'output-file', value: 'file', description: 'same as --output' },
  ],
  examples: [
    'spawn generate-packer-template --base-ami al2023 --instance-type m7i.large --provisioner @install.sh --output packer.json',
    'spawn generate-packer-template examples/pytorch-cpu/recipe.yaml --output-file pytorch.pkr.hcl',
  ],
  run: async (invocation, context) => {
    const {
      flags,
      arguments: [recipe],
    } = invocation;
    const file = flags.text('output') ?? flags.text('output-file');
    const plan =
      recipe === undefined ? await planOfFlags(invocation, context) : await planOfFile(recipe, invocation, context);
    if (plan.spot) context.messages.note(spotNote);
    const format = flags.text('format') ?? (file?.endsWith('.hcl') ? 'hcl' : 'json');
    const text =
      format === 'hcl'
        ? (await import('../../../core/packer/hcl')).hclTemplate(plan)
        : (await import('../../../core/packer/template')).jsonTemplate(plan);
    // A template in JSON is the one JSON document itself.
    if (file === undefined && (format === 'json' || context.format !== 'json')) return context.terminal.out(text);
    if (file === undefined) return writeResult(context, { format, template: text }, () => text);
    await writeFile(resolve(context.directory, file), text).catch((error: Error) => {
      throw usageError(`cannot write ${file}: ${error.message}`);
    });
    context.messages.note(`Wrote ${file}. To check it: packer validate ${file}`);
    if (context.format === 'json') await writeResult(context, { format, file }, () => '');
  },
};

const spotNote =
  'The recipe has spot: true. Packer requests a spot instance too, and fails where EC2 has none: it does not fall back to on demand.';

async function planOfFile(path: string, { flags }: Invocation, context: Context): Promise<PackerPlan> {
  const given = ['base-ami', 'instance-type', 'name'].filter((name) => flags.text(name) !== undefined);
  if (given.length > 0 || flags.list('provisioner').length > 0)
    throw usageError(
      `the recipe defines the build: remove ${[...given, ...(flags.list('provisioner').length > 0 ? ['provisioner'] : [])].map((name) => `--${name}`).join(', ')}`,
    );
  const { recipe, files, problems } = await readRecipe(context, recipePath(context, path));
  if (recipe === undefined || problems.length > 0)
    throw usageError(`the recipe is invalid:\n${problems.map(problemLine).join('\n')}`);
  const { planOfRecipe } = await import('../../../core/packer/plan');
  const plan = planOfRecipe(recipe, Object.keys(files), flags.text('region'));
  return { ...plan, tags: { ...plan.tags, ...collectTags('tag', flags.list('tag')) } };
}

async function planOfFlags({ flags }: Invocation, context: Context): Promise<PackerPlan> {
  const { architectureByName } = await import('../../../core/packer/source-image');
  const [base, type] = [flags.text('base-ami'), flags.text('instance-type')];
  if (base === undefined || type === undefined || flags.list('provisioner').length === 0) {
    throw usageError('name a recipe, or set --base-ami, --instance-type and --provisioner');
  }
  return {
    name: flags.text('name') ?? 'spawn-image',
    base,
    instance_types: [type],
    architecture: architectureByName(type),
    region: flags.text('region'),
    tags: collectTags('tag', flags.list('tag')),
    files: [],
    scripts: await Promise.all(flags.list('provisioner').map((text) => scriptOf(text, context))),
  };
}

/** Returns the script for the template: a file is referenced by its name, standard input and plain text are inlined. */
async function scriptOf(text: string, context: Context): Promise<PackerScript> {
  if (!text.startsWith('@') || text === '@-') {
    const { inlineScript } = await import('../../../core/packer/template');
    return inlineScript(await readValue(context, 'provisioner', text));
  }
  const file = text.slice(1);
  await access(resolve(context.directory, file)).catch(() => {
    throw usageError(`cannot read ${file} of --provisioner: no such file`);
  });
  return { script: file };
}
