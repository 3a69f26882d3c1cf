import { deepEqual, equal, match } from "node:assert/strict";
import { after, it } from "node:test";
import { createPasswords } from "./passwords.ts";

const passwords = createPasswords({ cost: 4 });
after(() => passwords.close());

it("hashes as Argo CD does, and verifies what it hashed", async () => {
  const hash = await passwords.hash("correct horse");
  match(hash, /^\$2a\$04\$/);
  deepEqual(await Promise.all([passwords.verify("correct horse", hash), passwords.verify("wrong horse", hash), passwords.verify("", hash)]), [true, false, false]);
});

/** Of `abc123xyz`, by another library. */
const foreign = "$2a$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";

for (const prefix of ["$2a$", "$2b$", "$2y$"]) {
  it(`verifies a hash that begins with ${prefix}`, async () => equal(await passwords.verify("abc123xyz", foreign.replace("$2a$", prefix)), true));
}

it("leaves the main thread free", async () => {
  let turns = 0;
  const counting = setInterval(() => turns++, 5);
  await passwords.verify("abc123xyz", foreign);
  clearInterval(counting);
  equal(turns >= 3, true, `${turns} turns`);
});

it("starts again after its thread was ended", async () => {
  const restarted = createPasswords({ cost: 4 });
  const hash = await restarted.hash("one");
  await restarted.close();
  equal(await restarted.verify("one", hash), true);
  await restarted.close();
});
