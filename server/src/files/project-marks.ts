import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectMarks } from '../model/ownership.ts';

/** `package`: a project by a manifest, which does not come to lie in a home by itself as other files do. */
export type Mark = 'repository' | 'package' | 'project' | 'none';

/** Looks what a folder, an absolute path, is marked as. Never rejects. */
export type MarkOf = (folder: string) => Promise<Mark>;

/** Looks for the given marks, and for those that every kind of project may have. */
export function marksIn(its: ProjectMarks): MarkOf {
  const manifests = [...its.manifests, ...MANIFESTS];
  const projects = [...its.others, ...PROJECTS];

  function markIn(names: ReadonlySet<string>): Mark {
    if (REPOSITORIES.some(name => names.has(name))) return 'repository';
    if (manifests.some(name => names.has(name))) return 'package';
    return projects.some(name => names.has(name)) ? 'project' : 'none';
  }

  return async folder => {
    const names = await readdir(folder).catch(() => undefined);
    if (names !== undefined) return markIn(new Set(names));
    // It may be entered and not listed.
    const all = [...REPOSITORIES, ...manifests, ...projects];
    const there = await Promise.all(all.map(name => lstat(path.join(folder, name)).catch(() => undefined)));
    return markIn(new Set(all.filter((_, i) => there[i] !== undefined)));
  };
}

const REPOSITORIES = ['.git', '.hg', '.svn', '.jj', '.sl', '.bzr', 'CVS', '_darcs', '.pijul', '.fslckout'];
/** Of tools that have no row of their own, as those below. */
const MANIFESTS = ['composer.json', 'Gemfile'];
/** What lies at the top of projects of many kinds, and hardly anywhere else but in a home. */
const PROJECTS = [
  ...['setup.py', 'requirements.txt', 'Pipfile', '.venv', 'venv', 'go.work'],
  ...['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts', 'build.sbt', 'build.xml'],
  ...['mix.exs', 'pubspec.yaml', 'Package.swift', 'stack.yaml', 'dune-project', 'project.clj'],
  ...['Makefile', 'GNUmakefile', 'CMakeLists.txt', 'meson.build', 'BUILD.bazel', 'WORKSPACE', 'MODULE.bazel'],
  ...['Justfile', 'justfile', 'Taskfile.yml', 'flake.nix', 'shell.nix', '.envrc', '.tool-versions', 'mise.toml'],
  ...['.editorconfig', '.github', '.gitlab-ci.yml', '.circleci', '.devcontainer', '.vscode', '.idea', '.gitignore'],
];
