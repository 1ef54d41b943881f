/** The version of package.json, which the build puts in its place; sources that run unbuilt have none. */
export const VERSION = process.env.REGISTRY_LENS_VERSION ?? '0.0.0-unbuilt';
