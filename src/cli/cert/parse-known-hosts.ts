import { SillageError } from "../../errors/index.ts";

/** A host key as the API takes it. */
export interface KnownHost {
  readonly serverName: string;
  readonly certType: "ssh";
  readonly certSubType: string;
  /** Base64 of the key as it stands in `known_hosts`. */
  readonly certData: string;
}

/** One entry for each name of each line. Throws `invalid` with the line. */
export function parseKnownHosts(text: string): readonly KnownHost[] {
  return text.split("\n").flatMap((line, index) => {
    const content = line.trim();
    return content === "" || content.startsWith("#") ? [] : parseLine(content, index + 1);
  });
}

function parseLine(content: string, line: number): readonly KnownHost[] {
  const [names = "", certSubType, key] = content.split(/\s+/);
  if (names.startsWith("@")) throw new SillageError("invalid", `Line ${line}: marked entries such as "${names}" are not supported`);
  if (names.startsWith("|")) throw new SillageError("invalid", `Line ${line}: the host name is hashed, so nobody can tell which host it is of`);
  if (certSubType === undefined || key === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(key))
    throw new SillageError("invalid", `Line ${line} is no entry of known_hosts: it takes host, key type and key`);
  return names.split(",").map((serverName) => ({ serverName, certType: "ssh", certSubType, certData: Buffer.from(key).toString("base64") }));
}
