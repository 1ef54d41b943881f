import type { Boundary } from '../boundary.ts';
import type { ReportedFile } from '../model/report.ts';

/** The text about some files; where the view fails at one of them, about the others. */
export function printedWithout<File extends ReportedFile>(
  files: readonly File[],
  print: (files: readonly File[]) => string,
  boundary: Boundary,
): string {
  try {
    return print(files);
  } catch {
    // Found out only now, because to draw each file alone costs as much again.
    const canBeDrawn = (file: File) => boundary.round(file.shown, () => print([file]) !== undefined, false);
    return print(files.filter(canBeDrawn));
  }
}
