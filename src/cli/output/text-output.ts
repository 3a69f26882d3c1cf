import { styleText } from "node:util";

/** Where a command writes. */
export interface TextOutput {
  write(text: string): void;
  /** Present when a person looks at it. */
  readonly terminal?: Terminal;
}

export interface Terminal {
  /** As wide as it is now. */
  readonly columns: number;
  readonly hasColors: boolean;
}

type Style = Parameters<typeof styleText>[0];

/** The text in a colour, where the output shows colours. */
export function paint(output: TextOutput, style: Style, text: string): string {
  return output.terminal?.hasColors === true ? styleText(style, text, { validateStream: false }) : text;
}
