/** A set of characters, asked by code point. */
export type Characters = (codePoint: number) => boolean;

const word: Characters = oneOf("09AZaz__");
const digit: Characters = oneOf("09");
const space: Characters = oneOf("\t\n\f\r  ");

/** What a letter behind a backslash stands for. */
const perl: Readonly<Record<string, Characters>> = { d: digit, D: not(digit), w: word, W: not(word), s: space, S: not(space) };

const posix: Readonly<Record<string, Characters>> = {
  alnum: oneOf("09AZaz"),
  alpha: oneOf("AZaz"),
  ascii: oneOf("\0\x7f"),
  blank: oneOf("\t\t  "),
  cntrl: oneOf("\0\x1f\x7f\x7f"),
  digit,
  graph: oneOf("!~"),
  lower: oneOf("az"),
  print: oneOf(" ~"),
  punct: oneOf("!/:@[`{~"),
  space: oneOf("\t\r  "),
  upper: oneOf("AZ"),
  word,
  xdigit: oneOf("09AFaf"),
};

const singles: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f", v: "\v", a: "\x07" };

export const isWordCharacter = word;

export function not(characters: Characters): Characters {
  return (codePoint) => !characters(codePoint);
}

export function exactly(character: string): Characters {
  const only = character.codePointAt(0);
  return (codePoint) => codePoint === only;
}

export function between(low: string, high: string): Characters {
  const [first = 0, last = 0] = [low.codePointAt(0), high.codePointAt(0)];
  return (codePoint) => first <= codePoint && codePoint <= last;
}

/** The same in capitals and small letters. */
export function ignoreCase(characters: Characters): Characters {
  return (codePoint) => {
    const text = String.fromCodePoint(codePoint);
    return characters(codePoint) || [text.toLowerCase(), text.toUpperCase()].some((other) => characters(other.codePointAt(0) ?? 0));
  };
}

/** `\d`, `\pL`, `\p{Greek}` and their opposites. */
export function findClass(escape: string): Characters | undefined {
  const letter = perl[escape.slice(1)];
  if (letter !== undefined) return letter;
  const [, sign = "", long, short] = /^\\([pP])(?:\{(\w+)\}|(\w))$/.exec(escape) ?? [];
  const name = long ?? short;
  if (name === undefined) return undefined;
  for (const property of [name, `Script=${name}`]) {
    try {
      const expression = new RegExp(`^\\${sign}{${property}}$`, "u");
      return (codePoint) => expression.test(String.fromCodePoint(codePoint));
    } catch {
      // Not a name of this kind.
    }
  }
  return undefined;
}

/** `[:alpha:]`, `[:^alpha:]`. */
export function findPosixClass(token: string): Characters | undefined {
  const [, negated = "", name = ""] = /^\[:(\^?)(\w+):\]$/.exec(token) ?? [];
  const characters = Object.hasOwn(posix, name) ? posix[name] : undefined;
  return characters && (negated === "" ? characters : not(characters));
}

/** The one character an escape stands for; a letter without meaning and a back-reference are none. */
export function findCharacter(escape: string): string | undefined {
  const [, hexadecimal, octal] = /^\\(?:x\{?([0-9A-Fa-f]+)\}?|(0[0-7]{0,2}|[1-7][0-7]{1,2}))$/.exec(escape) ?? [];
  const codePoint = hexadecimal === undefined ? (octal === undefined ? undefined : Number.parseInt(octal, 8)) : Number.parseInt(hexadecimal, 16);
  if (codePoint !== undefined) return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined;
  const letter = escape.slice(1);
  return singles[letter] ?? (/^[!-/:-@[-`{-~]$/.test(letter) ? letter : undefined);
}

/** Ranges, two characters each. */
function oneOf(ranges: string): Characters {
  const bounds = [...ranges.matchAll(/(.)(.)/gs)].map(([, low = "", high = ""]) => between(low, high));
  return (codePoint) => bounds.some((range) => range(codePoint));
}
