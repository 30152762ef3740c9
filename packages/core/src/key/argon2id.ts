/**
 * A key from a passphrase: Argon2id version 1.3 (RFC 9106).
 *
 * The default cost is the second recommendation of RFC 9106 §4: 64 MiB, three passes, four lanes; about a second in JavaScript. A cost
 * read from a file is bounded before any memory is taken, so that a hostile file cannot exhaust the machine.
 * Passphrases are compared in Unicode normal form C, since keyboards and systems differ in how they compose accents (RFC 8265 §4.2).
 */
import { argon2idAsync } from "@noble/hashes/argon2.js";
import type { Bytes } from "../bytes/bytes.ts";
import { toUtf8 } from "../bytes/encoding.ts";
import { invalidArgument } from "../error/veilkit-error.ts";
import { checkInteger, checkString } from "../options/check.ts";
import { createReporter, type OperationOptions } from "../task/operation.ts";

/** What deriving a key costs, and so what guessing a passphrase costs. */
export interface Argon2idCost {
	/** Memory in KiB: at least 8 a lane, at most 262,144 (256 MiB). */
	readonly memoryKib: number;
	/** Passes over the memory, 1 to 16; memory times passes at most 1 GiB. */
	readonly passes: number;
	/** Lanes, 1 to 16. They bind a parallel attacker; this implementation works through them one by one. */
	readonly lanes: number;
}

/** RFC 9106 §4, second recommended option. */
export const ARGON2ID_COST: Argon2idCost = { memoryKib: 65_536, passes: 3, lanes: 4 };

/** Length of the salt in bytes (RFC 9106 §4). */
export const ARGON2ID_SALT_BYTES = 16;

const MAX_MEMORY_KIB = 262_144;
const MAX_WORK_KIB = 1_048_576;

/**
 * A cost that this library is willing to pay.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkCost(cost: Argon2idCost, path: string): Argon2idCost {
	const lanes = checkInteger(cost.lanes, `${path}.lanes`, { min: 1, max: 16 });
	const passes = checkInteger(cost.passes, `${path}.passes`, { min: 1, max: 16 });
	const memoryKib = checkInteger(cost.memoryKib, `${path}.memoryKib`, { min: 8 * lanes, max: MAX_MEMORY_KIB });
	if (memoryKib * passes > MAX_WORK_KIB) throw invalidArgument(path, `memoryKib times passes up to ${MAX_WORK_KIB}`);
	return { memoryKib, passes, lanes };
}

/**
 * 32 key bytes from a passphrase. The caller wipes them.
 *
 * @param passphrase - 1 to 1,024 characters
 * @param salt - {@link ARGON2ID_SALT_BYTES} random bytes
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; rejects with `signal.reason` when aborted
 */
export async function deriveFromPassphrase(
	passphrase: string,
	salt: Uint8Array,
	options: { readonly cost: Argon2idCost } & OperationOptions,
): Promise<Bytes> {
	const text = checkString(passphrase, "passphrase", { minLength: 1, maxLength: 1024 }).normalize("NFC");
	const { memoryKib: m, passes: t, lanes: p } = options.cost;
	const reporter = createReporter({ ...options, phase: "derive key", total: 1 });
	options.signal?.throwIfAborted();
	const key = await argon2idAsync(toUtf8(text), salt, {
		m,
		t,
		p,
		dkLen: 32,
		onProgress(fraction) {
			options.signal?.throwIfAborted();
			reporter.due(fraction);
		},
	});
	reporter.now(1);
	return key as Bytes;
}
