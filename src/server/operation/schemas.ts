import { Type, type TArray, type TObject, type TSchema } from "typebox";

/** `{}`: the answer of what has nothing to tell. */
export const empty = Type.Object({});

/** `{"items": […]}`, as all lists are. */
export function itemsOf<Item extends TSchema>(item: Item): TObject<{ items: TArray<Item> }> {
  return Type.Object({ items: Type.Array(item) });
}
