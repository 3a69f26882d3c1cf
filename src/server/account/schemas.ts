import { Type } from "typebox";
import type { Account } from "../../accounts/index.ts";

const token = Type.Object({ id: Type.String(), issuedAt: Type.Integer(), expiresAt: Type.Optional(Type.Integer()) });

export const account = Type.Object({
  name: Type.String(),
  enabled: Type.Boolean(),
  capabilities: Type.Array(Type.String()),
  tokens: Type.Array(token),
});

export interface AccountView {
  name: string;
  enabled: boolean;
  capabilities: string[];
  tokens: { id: string; issuedAt: number; expiresAt?: number }[];
}

/** An account as others see it: no hash, the newest token first. */
export function showAccount({ name, isEnabled, capabilities, tokens }: Account): AccountView {
  const newestFirst = tokens.toSorted((a, b) => b.iat - a.iat);
  return {
    name,
    enabled: isEnabled,
    capabilities: [...capabilities],
    tokens: newestFirst.map(({ id, iat, exp }) => ({ id, issuedAt: iat, ...(exp === undefined ? {} : { expiresAt: exp }) })),
  };
}
