import { importKey, type KeyRing, keyRing, type SecretKey } from "@veilkit/core";

/** A key whose 32 bytes all are `byte`. */
export function fixedKey(byte: number): SecretKey<"pseudonymize"> {
	return importKey(new Uint8Array(32).fill(byte), { purpose: "pseudonymize", version: 1, createdAt: 0 });
}

/** A ring of such keys, the primary first. */
export function fixedRing(primary: number, ...older: readonly number[]): KeyRing<"pseudonymize"> {
	return keyRing({ primary: fixedKey(primary), older: older.map(fixedKey) });
}
