import type { OperationService } from '../../kernel/service';
import { createService } from '../../kernel/service';
import type { Call, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';

export interface ImageBuilder extends OperationService {
  /** Stands for a build there: a record of images, under an ARN that it answers with. */
  built(region: string, name: string, images: readonly { region: string; ami_id: string }[]): string;
}

/** Creates EC2 Image Builder. It keeps records of builds, and builds nothing. */
export function createImageBuilder(world: World): ImageBuilder {
  const records = new Map<string, readonly { region: string; ami_id: string }[]>();

  function find(call: Call): { arn: string; images: readonly { region: string; ami_id: string }[] } {
    const arn = String(call.input.imageBuildVersionArn);
    call.authorize(`imagebuilder:${call.action}`, arn);
    const images = arn.split(':')[3] === call.region ? records.get(arn) : undefined;
    if (!images)
      throw new AwsError('ResourceNotFoundException', `The resource identified by the ARN ${arn} does not exist.`, 404);
    return { arn, images };
  }

  const service = createService('imagebuilder', {
    GetImage: {
      parameters: ['imageBuildVersionArn'],
      run(call) {
        const { arn, images } = find(call);
        const amis = images.map(({ region, ami_id }) => ({
          region,
          image: ami_id,
          accountId: world.accountId,
          state: { status: 'AVAILABLE' },
        }));
        return { image: { arn, state: { status: 'AVAILABLE' }, outputResources: { amis } } };
      },
    },
    DeleteImage: {
      parameters: ['imageBuildVersionArn'],
      run(call) {
        const { arn } = find(call);
        records.delete(arn);
        return { imageBuildVersionArn: arn };
      },
    },
  });
  return {
    ...service,
    built(region, name, images) {
      const arn = `arn:aws:imagebuilder:${region}:${world.accountId}:image/${name}/1.0.0/1`;
      records.set(arn, images);
      return arn;
    },
  };
}
