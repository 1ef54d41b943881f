import type { StatusBarItem } from 'vscode';
import type { Status, StatusLimit } from '../../server/src/editor/protocol.ts';

/** Shows what could not be checked and which host allows little more, and nothing where all is well. */
export function showStatus(item: StatusBarItem, { checked, unknown, trusted, limits = [] }: Status): void {
  const count = unknown.reduce((sum, gap) => sum + gap.count, 0);
  if (!trusted && checked > 0) {
    item.text = '$(shield) Registry Lens: restricted';
    item.tooltip = 'The workspace is not trusted, so no registry is asked.';
    item.show();
    return;
  }
  const told = limits.map(limitText);
  if (count === 0) {
    const [first] = told;
    if (first === undefined) {
      item.hide();
      return;
    }
    item.text = `$(watch) Registry Lens: ${first}`;
    item.tooltip = told.join('\n');
    item.show();
    return;
  }
  const names = count === 1 ? '1 name' : `${count} names`;
  const reasons = [...new Set(unknown.map(gap => gap.why))];
  item.text = `$(question) Registry Lens: ${names} could not be checked`;
  if (reasons.length === 1) item.text += ` (${reasons[0]})`;
  item.tooltip = [...unknown.map(gap => `${gap.registry}: ${gap.count} (${gap.why})`), ...told].join('\n');
  item.show();
}

/** Earlier answers stay shown meanwhile. */
function limitText({ host, limit, remaining, until }: StatusLimit): string {
  if (until === undefined) return `${host} allows ${remaining} of ${limit} pulls more`;
  const time = new Date(until).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return `${host} asked for a pause until ${time}`;
}
