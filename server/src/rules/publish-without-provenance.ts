import { publishRule } from './publish-remark.ts';

export const publishWithoutProvenance = publishRule({
  id: 'publish-without-provenance',
  severity: 'information',
  summary: 'A step publishes a package without provenance, though nothing would be needed for it but to ask.',
});
