import type { Architecture, Image } from '../core/image';
import type { Run } from '../core/run';

/** An instance as the API describes it. Dates are RFC 3339. */
export interface Instance {
  instance_id: string;
  name?: string;
  state: string;
  instance_type: string;
  ami_id: string;
  region: string;
  availability_zone?: string;
  launch_time: string;
  public_ip?: string;
  private_ip?: string;
  ttl?: string;
  ttl_deadline?: string;
  stack?: string;
  version?: string;
  tags: Record<string, string>;
}

/** A run of anything as it is answered: builds by `build_id`, all else by `operation_id`. */
export type RunAnswer = Run & { operation_id?: string; reused?: 'running' | 'published'; images?: Image[] };

/** What `POST /v1/images` answers once EC2 has given an id. */
export interface CreateAnswer {
  operation_id: string;
  ami_id?: string;
  name?: string;
  state?: string;
  source_instance_id?: string;
  region?: string;
  architecture?: Architecture;
  tags?: Record<string, string>;
}

/** What `POST /v1/instances` answers: the instance, its image, and why that image. */
export interface LaunchAnswer {
  instance: Instance;
  image?: Partial<Image> & { ami_id: string };
  reason?: string;
  warnings?: string[];
}

/** A snapshot of an image, as EC2 has it. */
export interface SnapshotAnswer {
  snapshot_id: string;
  size_gb: number;
  state: string;
  started_at: string;
  encrypted: boolean;
  description?: string;
  shared_with?: string[];
}

/** One line of a build's log. */
export interface LogLine {
  time: string;
  stage?: string;
  stream?: string;
  text: string;
}
