import type { RetentionKind } from '../kind.ts';
import {
  ecrCloudFormation,
  ecrJson,
  ecrTerraform,
  ecrTerraformDocument,
  ecrTerraformModule,
  ecrTerraformTemplate,
} from './forms.ts';

/** Lifecycle policies of Amazon's registry. */
export const ecr: RetentionKind = {
  id: 'ecr',
  documents: [ecrJson, ecrCloudFormation],
  terraform: {
    aws_ecr_lifecycle_policy: ecrTerraform,
    aws_ecr_repository_creation_template: ecrTerraformTemplate,
    'data.aws_ecr_lifecycle_policy_document': ecrTerraformDocument,
    'module.terraform-aws-modules/ecr/aws': ecrTerraformModule,
  },
};
