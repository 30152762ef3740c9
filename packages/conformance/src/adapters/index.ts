import type { FileAdapter } from "../runner.ts";
import { aesSiv } from "./aes-siv.ts";

/** All vector files this implementation knows. */
export const adapters: readonly FileAdapter[] = [aesSiv];
