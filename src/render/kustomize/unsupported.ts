/** Thrown where a kustomization asks for something only the real program does. It never leaves this module. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
}
