/**
 * Whether a file lies where what it names helps to build or to develop, whatever its kind: the folders of build servers
 * and of development containers. Nothing is deployed from there.
 *
 * @param file a path with `/`
 */
export function isHelperPlace(file: string): boolean {
  return HELPERS.test(file);
}

const HELPERS = /(?:^|\/)\.(?:(?:devcontainer|github|gitea|forgejo|gitlab|circleci|buildkite|gitpod)\/|gitpod\.)/;
