import { access, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PackerPlan, PackerScript } from '../../../core/packer/template';
import type { CommandSpec, Invocation } from '../../framework/command';
import type { Context } from '../../framework/context';
import { usageError } from '../../framework/failure';
import { problemLine, readRecipe } from '../../workflow/recipe';
import { collectTags, readValue, tagValue } from '../../framework/values';

/** Writes a template for HashiCorp Packer, from a recipe or from flags. */
export const generatePackerTemplate: CommandSpec = {
  names: ['generate-packer-template', 'ami packer'],
  summary: 'Write a Packer template from a recipe or from flags',
  details:
    'A file that ends in .pkr.hcl gets HCL2, any other JSON. What Packer cannot do (tests on fresh instances, the residue check, secrets) is not in it. `spawn tag-ami` brings the image that Packer makes under management.',
  arguments: [
    { name: 'recipe', description: 'the recipe; without one, the flags say what to build', optional: true, file: true },
  ],
  flags: [
    { name: 'base-ami', value: 'base', description: 'al2023, al2023-gpu, ubuntu-24.04, ubuntu-22.04 or ami-…' },
    { name: 'instance-type', value: 'type', description: 'type to build on' },
    {
      name: 'provisioner',
      value: '@file|text',
      description: 'script that installs the stack; in order',
      repeatable: true,
    },
    {
      name: 'name',
      value: 'name',
      description: 'name of the image; the time of the build is added (default: spawn-image)',
    },
    { name: 'tag', value: 'k=v', description: 'tag of the image and its snapshots', repeatable: true, parse: tagValue },
    {
      name: 'format',
      value: 'format',
      choices: ['hcl', 'json'],
      description: 'in place of what the name of the file says',
    },
    { name: 'output', short: 'o', value: 'file', description: 'where to write the template (default: stdout)' },
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
    const format = flags.text('format') ?? (file?.endsWith('.hcl') ? 'hcl' : 'json');
    const text =
      format === 'hcl'
        ? (await import('../../../core/packer/hcl')).hclTemplate(plan)
        : (await import('../../../core/packer/template')).jsonTemplate(plan);
    if (file === undefined) return context.terminal.out(text);
    await writeFile(resolve(context.directory, file), text).catch((error: Error) => {
      throw usageError(`cannot write ${file}: ${error.message}`);
    });
    context.terminal.err(`Wrote ${file}. Check it: packer validate ${file}\n`);
  },
};

async function planOfFile(path: string, { flags }: Invocation, context: Context): Promise<PackerPlan> {
  const given = ['base-ami', 'instance-type', 'name'].filter((name) => flags.text(name) !== undefined);
  if (given.length > 0 || flags.list('provisioner').length > 0)
    throw usageError(
      `the recipe says what to build: leave out ${[...given, ...(flags.list('provisioner').length > 0 ? ['provisioner'] : [])].map((name) => `--${name}`).join(', ')}`,
    );
  const { recipe, problems } = await readRecipe(context, path);
  if (recipe === undefined || problems.length > 0)
    throw usageError(`the recipe cannot be used:\n${problems.map(problemLine).join('\n')}`);
  const { planOfRecipe } = await import('../../../core/packer/plan');
  const plan = planOfRecipe(recipe, flags.text('region'));
  return { ...plan, tags: { ...plan.tags, ...collectTags('tag', flags.list('tag')) } };
}

async function planOfFlags({ flags }: Invocation, context: Context): Promise<PackerPlan> {
  const { architectureByName } = await import('../../../core/packer/source-image');
  const [base, type] = [flags.text('base-ami'), flags.text('instance-type')];
  if (base === undefined || type === undefined || flags.list('provisioner').length === 0) {
    throw usageError('name a recipe, or say --base-ami, --instance-type and --provisioner');
  }
  return {
    name: flags.text('name') ?? 'spawn-image',
    base,
    instance_types: [type],
    architecture: architectureByName(type),
    region: flags.text('region'),
    tags: collectTags('tag', flags.list('tag')),
    scripts: await Promise.all(flags.list('provisioner').map((text) => scriptOf(text, context))),
  };
}

/**
 * A file stays a file, which the template names as it was written; standard input and plain text go into the template.
 */
async function scriptOf(text: string, context: Context): Promise<PackerScript> {
  if (!text.startsWith('@') || text === '@-') {
    const { inlineScript } = await import('../../../core/packer/template');
    return inlineScript(await readValue(context, 'provisioner', text));
  }
  const file = text.slice(1);
  await access(resolve(context.directory, file)).catch(() => {
    throw usageError(`cannot read ${file} of --provisioner: there is no such file`);
  });
  return { script: file };
}
