import type { Pipeline } from '../model/pipeline.ts';

/** How the files of one CI system are read. */
export interface PipelineKind {
  /** The id of the reader whose files these are. */
  readonly id: string;
  /**
   * Reads a whole text, or one of its parts as the reader cuts it. Never throws; what cannot be read is not there.
   *
   * @param file the path with `/` from the workspace folder on
   */
  read(text: string, file: string): Pipeline;
}
