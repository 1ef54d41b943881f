/** The version that an image's configuration claims to hold (OCI image-spec, annotations.md). */
export const VERSION_LABEL = 'org.opencontainers.image.version';
/** The revision of its sources. */
export const REVISION_LABEL = 'org.opencontainers.image.revision';
/** The address of its sources. */
export const SOURCE_LABEL = 'org.opencontainers.image.source';

/** All labels that the user is shown; no others are kept. */
export const SHOWN_LABELS: readonly string[] = [VERSION_LABEL, REVISION_LABEL, SOURCE_LABEL];
