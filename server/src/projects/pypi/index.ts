import type { Project } from '../project.ts';
import { loadPypiRoutes } from './routes.ts';
import { ROUTE_FILES } from './sources.ts';

/** What pip, uv, Poetry, PDM and Pipenv are configured with. */
export const pypiProject: Project = {
  routeFiles: ROUTE_FILES,
  workspaceFiles: [],
  marks: {
    manifests: ['pyproject.toml', 'setup.py'],
    others: ['setup.cfg', 'Pipfile', 'uv.lock', 'poetry.lock', 'pdm.lock', 'requirements.txt'],
    scripts: ['.venv/bin', '.venv/Scripts', 'venv/bin', 'venv/Scripts'],
  },
  loadRoutes: loadPypiRoutes,
};
