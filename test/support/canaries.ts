/** Texts that must not turn up anywhere, however they are packed. */
export interface Canaries {
  /** The names of those found. */
  find(content: string | Buffer): readonly string[];
}

/** The texts are of ASCII letters. Looks for each as it is, in hexadecimal, and in base64 of base64 of it, wherever in a longer text it begins. */
export function createCanaries(texts: Readonly<Record<string, string>>): Canaries {
  const needles = Object.entries(texts).flatMap(([name, text]) => packings(text).map((needle) => ({ name, needle })));
  return {
    find(content) {
      const text = typeof content === "string" ? content : content.toString("latin1");
      return [...new Set(needles.filter(({ needle }) => text.includes(needle)).map(({ name }) => name))];
    },
  };
}

function packings(text: string): readonly string[] {
  const hex = Buffer.from(text).toString("hex");
  const once = base64Forms(text);
  return [text, hex, hex.toUpperCase(), ...once, ...once.flatMap(base64Forms)];
}

/** What base64 makes of the text inside a longer one: it depends on where in a group of three bytes it begins. The ends, which depend on the neighbours, are cut off. */
function base64Forms(text: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    const whole = padded.subarray(0, padded.length - (padded.length % 3));
    return whole.toString("base64").slice(offset === 0 ? 0 : 4);
  });
}

/** Lines of a private key that its certificate does not have: some of the second half of the PEM body. */
export function keyCanaries(name: string, pem: string): Readonly<Record<string, string>> {
  const lines = pem.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  const middle = Math.ceil(lines.length / 2);
  return Object.fromEntries(lines.slice(middle, middle + 3).map((line, index) => [`${name}, line ${index}`, line]));
}
