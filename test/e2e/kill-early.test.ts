import { describeKills } from "./kill-rounds.ts";

describeKills({ kills: 10, fromMs: 0, untilMs: 700, seed: 20_261_124 });
