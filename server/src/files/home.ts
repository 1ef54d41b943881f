import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The user's home folder, an absolute path. `undefined` where the system names none, or where `HOME` is empty or
 * relative: the folder one stands in would pass for the home then. Never throws.
 */
export function homeFolder(): string | undefined {
  try {
    const home = homedir();
    return path.isAbsolute(home) ? home : undefined;
  } catch {
    // A user without an entry in the system's list of users.
    return undefined;
  }
}
