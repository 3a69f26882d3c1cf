import { Type, type TArray, type TObject, type TSchema, type TUnsafe } from "typebox";

/** `{}`: the answer of what has nothing to tell. */
export const empty = Type.Object({});

/** `{"items": […]}`, as all lists are. */
export function itemsOf<Item extends TSchema>(item: Item): TObject<{ items: TArray<Item> }> {
  return Type.Object({ items: Type.Array(item) });
}

/** The same list, unless the request chose fields: then whatever is left of it. */
export function selectedItemsOf(item: TSchema): TUnsafe<object> {
  return Type.Unsafe<object>(Type.Union([itemsOf(item), Type.Object({}, { additionalProperties: true })]));
}
