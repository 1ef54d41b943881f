/** What a terminal can do to a text. */
export type Style = 'bold' | 'dim' | 'underline' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan';
/** Draws a text in a style, or leaves it as it is where there are no colours. */
export type Paint = (style: Style, text: string) => string;

/** Makes the way to paint of one output. */
export function painter(colours: boolean): Paint {
  return (style, text) => {
    if (!colours) return text;
    const [on, off] = STYLES[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}

/** Breaks a text at spaces so that it fits beside an indentation; where little room is left it stays in one line. */
export function wrapped(text: string, indent: number, width: number | undefined): string {
  if (width === undefined || width - indent < NARROWEST) return text;
  const lines = [''];
  for (const word of text.split(/(?<=\S)(?=\s)/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.trimEnd().length > width - indent) lines.push(word.trimStart());
    else lines[lines.length - 1] = line + word;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}

/** Draws what stands in backticks in another colour, and leaves the backticks to those who have no colours. */
export function highlighted(text: string, paint: Paint): string {
  return text.replace(/`([^`]*)`/g, (all, inner: string) => (paint('cyan', 'x') === 'x' ? all : paint('cyan', inner)));
}

/** ECMA-48, "Select Graphic Rendition": how each style begins and ends. */
const STYLES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
};

const NARROWEST = 30;
