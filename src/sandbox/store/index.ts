/**
 * The sandbox's memory: every object under one revision counter, serialised once per write, with the recent history that watches and paged lists
 * need. Refuses to know HTTP, kinds and admission.
 */
export { Store, type StoreKey } from "./store.ts";
export { type Change, type StoredObject, serializeObject } from "./stored-object.ts";
export { listKeyOf } from "./collection.ts";
export { openJournal } from "./journal.ts";
