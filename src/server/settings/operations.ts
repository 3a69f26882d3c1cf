import { Type } from "typebox";
import { defineOperation, open, type Operation } from "../operation/index.ts";
import type { SettingsServiceDeps, SettingsServiceOptions } from "./deps.ts";
import { describePrivateSettings, describePublicSettings, settingsSchema } from "./describe-settings.ts";

/** All operations of the service. */
export function createSettingsOperations(deps: SettingsServiceDeps, options: SettingsServiceOptions): readonly Operation[] {
  return [
    defineOperation({
      name: "SettingsService/Get",
      route: { method: "GET", path: "/api/v1/settings" },
      request: Type.Object({}),
      response: settingsSchema,
      access: open(),
      handle: async ({ caller }) => ({ ...describePublicSettings(deps, options), ...(caller.isAnonymous ? {} : describePrivateSettings(deps, options)) }),
    }),
  ];
}
