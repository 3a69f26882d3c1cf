/** The text of one document and the 0-based line it starts on. */
export interface DocumentText {
  readonly text: string;
  readonly firstLine: number;
}

const separator = /^---(?=\s|$)/gm;

/** Cuts at lines that begin with `---`; what follows the dashes on the line belongs to the document. Empty documents are left out. */
export function splitDocuments(text: string): DocumentText[] {
  const documents: DocumentText[] = [];
  let start = 0;
  let firstLine = 0;
  for (const match of [...text.matchAll(separator), undefined]) {
    const part = text.slice(start, match?.index ?? text.length);
    if (!isBlank(part)) documents.push({ text: match === undefined ? withoutLastNewline(part) : part, firstLine });
    firstLine += countNewlines(part);
    start = (match?.index ?? 0) + 3;
  }
  return documents;
}

/** The 0-based line of the first thing that is neither blank nor comment. */
export function findContentLine(text: string): number {
  const at = text.search(/^(?!\s*(?:#|$))./m);
  return at < 0 ? 0 : countNewlines(text.slice(0, at));
}

function isBlank(part: string): boolean {
  return !/^[^\S\n]*[^\s#]/m.test(part);
}

function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

const blockScalarHeader = /((?:^|:|-)[ \t]+(?:[!&]\S+[ \t]+)*[|>])([1-9]?)\+?([1-9]?)([ \t]*(?:[ \t]#.*)?)$/;

/**
 * A block scalar that ends the input without a line break has none in Kubernetes' reading, but one in js-yaml's:
 * its header is changed to the form that strips line breaks.
 */
function withoutLastNewline(text: string): string {
  if (text.endsWith("\n")) return text;
  const lines = text.split("\n");
  let indent = Number.POSITIVE_INFINITY;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const own = line.search(/\S/);
    if (own < indent && index < lines.length - 1 && blockScalarHeader.test(line)) {
      lines[index] = line.replace(blockScalarHeader, "$1$2-$3$4");
      return lines.join("\n");
    }
    indent = Math.min(indent, own);
    if (indent === 0) break;
  }
  return text;
}
