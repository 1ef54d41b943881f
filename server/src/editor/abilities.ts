import { type ClientCapabilities, MarkupKind } from 'vscode-languageserver';

/** `workspace/didCreateFiles` and its like (LSP 3.17, "Workspace Features"). */
export type FileOperation = 'didCreate' | 'didRename' | 'didDelete';

/** What the client can do, as far as the server behaves differently for it. */
export interface Abilities {
  /**
   * Diagnostics are pulled. Only where the client can also be told to pull again: answers arrive while the user does
   * not type, and without that they would show up at the next keystroke.
   */
  readonly pull: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticTags: boolean;
  readonly relatedInformation: boolean;
  readonly diagnosticVersion: boolean;
  readonly configuration: boolean;
  readonly watchFiles: boolean;
  /** Whether files can be watched outside of the opened folders. */
  readonly watchRelative: boolean;
  /** What the client tells of that the user does to files and folders in the editor itself. */
  readonly fileOperations: readonly FileOperation[];
  readonly watchConfiguration: boolean;
  readonly folderChanges: boolean;
  readonly progress: boolean;
  readonly markdownHover: boolean;
  /** Whether trees can be offered for some documents alone. */
  readonly registersHierarchy: boolean;
  readonly resolveEdits: boolean;
  readonly documentChanges: boolean;
  readonly changeAnnotations: boolean;
  /** Whether an edit may make a file. */
  readonly makesFiles: boolean;
  /** Whether the client can be told what kind of edit it applies. */
  readonly editMetadata: boolean;
  readonly applyEdit: boolean;
  /** Whether the client can be told to ask for inlay hints again. */
  readonly refreshHints: boolean;
  readonly refreshLenses: boolean;
  /** Whether the client opens a document for the server. */
  readonly showsDocuments: boolean;
  /** Whether the client asks the server for the text of documents that are no files. */
  readonly asksForTexts: boolean;
}

/** Reads the client's capabilities (LSP 3.18, `ClientCapabilities`). */
export function abilitiesOf({ textDocument, workspace, window }: ClientCapabilities): Abilities {
  return {
    pull: textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    codeDescription:
      textDocument?.publishDiagnostics?.codeDescriptionSupport === true ||
      textDocument?.diagnostic?.codeDescriptionSupport === true,
    diagnosticTags:
      textDocument?.publishDiagnostics?.tagSupport !== undefined || textDocument?.diagnostic?.tagSupport !== undefined,
    relatedInformation:
      textDocument?.publishDiagnostics?.relatedInformation === true ||
      textDocument?.diagnostic?.relatedInformation === true,
    diagnosticVersion: textDocument?.publishDiagnostics?.versionSupport === true,
    configuration: workspace?.configuration === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    watchRelative: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    fileOperations: FILE_OPERATIONS.filter(operation => workspace?.fileOperations?.[operation] === true),
    watchConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    folderChanges: workspace?.workspaceFolders === true,
    progress: window?.workDoneProgress === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true,
    registersHierarchy: textDocument?.callHierarchy?.dynamicRegistration === true,
    resolveEdits:
      textDocument?.codeAction?.dataSupport === true &&
      textDocument.codeAction.resolveSupport?.properties.includes('edit') === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    makesFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    editMetadata: workspace?.workspaceEdit?.metadataSupport === true,
    applyEdit: workspace?.applyEdit === true,
    refreshHints: workspace?.inlayHint?.refreshSupport === true,
    refreshLenses: workspace?.codeLens?.refreshSupport === true,
    showsDocuments: window?.showDocument?.support === true,
    asksForTexts: workspace?.textDocumentContent !== undefined,
  };
}

const FILE_OPERATIONS: readonly FileOperation[] = ['didCreate', 'didRename', 'didDelete'];
