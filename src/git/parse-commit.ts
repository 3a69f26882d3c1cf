/** What a commit says about itself. */
export interface Commit {
  readonly sha: string;
  /** The id of the root directory. */
  readonly tree: string;
  readonly parents: readonly string[];
  /** `Name <address>`. */
  readonly author: string;
  /** When it was committed, as RFC 3339. */
  readonly date: string;
  /** The whole message; the first line is the subject. */
  readonly message: string;
}

/** Parses the text of a commit object. */
export function parseCommit(sha: string, text: string): Commit {
  const end = text.indexOf("\n\n");
  const fields = text.slice(0, end).split("\n");
  const valuesOf = (name: string): string[] => fields.filter((field) => field.startsWith(`${name} `)).map((field) => field.slice(name.length + 1));
  const [author = ""] = valuesOf("author");
  const [committer = ""] = valuesOf("committer");
  const seconds = Number(/ (\d+) [-+]\d+$/.exec(committer)?.[1] ?? 0);
  return {
    sha,
    tree: valuesOf("tree")[0] ?? "",
    parents: valuesOf("parent"),
    author: author.replace(/ \d+ [-+]\d+$/, ""),
    date: new Date(seconds * 1000).toISOString().replace(".000Z", "Z"),
    message: text.slice(end + 2).trimEnd(),
  };
}
