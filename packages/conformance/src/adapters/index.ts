import type { FileAdapter } from "../runner.ts";
import { aesSiv } from "./aes-siv.ts";
import { dp } from "./dp.ts";
import { merkle } from "./merkle.ts";

/** All vector files this implementation knows. */
export const adapters: readonly FileAdapter[] = [aesSiv, dp, merkle];
