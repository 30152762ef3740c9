import type { FileAdapter } from "../runner.ts";
import { aesGcmSiv } from "./aes-gcm-siv.ts";
import { aesSiv } from "./aes-siv.ts";
import { anonymity } from "./anonymity.ts";
import { dp } from "./dp.ts";
import { ff1 } from "./ff1.ts";
import { ipcrypt } from "./ipcrypt.ts";
import { merkle } from "./merkle.ts";
import { oprf } from "./oprf.ts";

/** All vector files this implementation knows. */
export const adapters: readonly FileAdapter[] = [aesGcmSiv, aesSiv, anonymity, dp, ff1, ipcrypt, merkle, oprf];
