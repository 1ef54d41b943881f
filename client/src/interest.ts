import { type Disposable, languages, type TextDocument, workspace } from 'vscode';
import { DOCUMENT_SELECTOR, NAMED_FILES, NAMED_LANGUAGES, TELLTALES } from './document-selector.ts';

/** Whether there is something to read in an open document: by its name or language, or by what stands in it. */
function isOfInterest(document: TextDocument): boolean {
  const named = [
    ...NAMED_FILES.map(pattern => ({ scheme: 'file', pattern })),
    ...NAMED_LANGUAGES.map(language => ({ language })),
  ];
  if (languages.match(named, document) > 0) return true;
  if (languages.match([...DOCUMENT_SELECTOR], document) === 0) return false;
  const text = document.getText();
  return TELLTALES.some(words => words.every(word => text.includes(word)));
}

/**
 * Resolves when there is something to read: an open document, or a file of the workspace that its name gives away. VS
 * Code starts the extension for every document of YAML and JSON, because no event tells what stands in one; with
 * nothing of interest, nothing is started for it.
 *
 * @param wasKnown whether the workspace is known to hold something from before
 */
export async function untilOfInterest(wasKnown: boolean, subscriptions: Disposable[]): Promise<void> {
  if (wasKnown || workspace.textDocuments.some(isOfInterest)) return;
  const [file] = await workspace.findFiles(`{${NAMED_FILES.join(',')}}`, undefined, 1);
  if (file !== undefined) return;
  await new Promise<void>(resolve => {
    const look = (document: TextDocument) => {
      if (isOfInterest(document)) resolve();
    };
    subscriptions.push(workspace.onDidOpenTextDocument(look), workspace.onDidSaveTextDocument(look));
  });
}
