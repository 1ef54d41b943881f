import type { StatusBarItem } from 'vscode';
import type { Status } from '../../server/src/editor/protocol.ts';

/** Shows what could not be checked, and nothing where all is well. */
export function showStatus(item: StatusBarItem, { checked, unknown, trusted }: Status): void {
  const count = unknown.reduce((sum, gap) => sum + gap.count, 0);
  if (!trusted && checked > 0) {
    item.text = '$(shield) Registry Lens: restricted';
    item.tooltip = 'The workspace is not trusted, so no registry is asked.';
    item.show();
    return;
  }
  if (count === 0) {
    item.hide();
    return;
  }
  const names = count === 1 ? '1 name' : `${count} names`;
  const reasons = [...new Set(unknown.map(gap => gap.why))];
  item.text = `$(question) Registry Lens: ${names} could not be checked`;
  if (reasons.length === 1) item.text += ` (${reasons[0]})`;
  item.tooltip = unknown.map(gap => `${gap.registry}: ${gap.count} (${gap.why})`).join('\n');
  item.show();
}
