import { describeKills } from "./kill-rounds.ts";

describeKills({ kills: 10, fromMs: 700, untilMs: 1_500, seed: 42 });
