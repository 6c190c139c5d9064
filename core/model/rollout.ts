/** An Auto Scaling group of a rollout: how it names the template, its instance refresh, and the one that went back. */
export interface GroupRollout {
  name: string;
  follows: '$Default' | '$Latest';
  minimum_healthy_percentage?: number;
  refresh_id?: string;
  rollback_refresh_id?: string;
}

/** A launch template of a rollout: its default version before, the one that was made, and the one after a rollback. */
export interface TemplateRollout {
  region: string;
  template_id: string;
  name: string;
  ami_id: string;
  status: 'planned' | 'moved' | 'rolled-back' | 'left';
  from_version: number;
  from_image: string;
  version?: number;
  moved_at?: string;
  rollback_version?: number;
  groups: GroupRollout[];
}
