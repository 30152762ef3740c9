/** RFC 8452 AES-GCM-SIV, against the function that seals the payloads of the vault. */
import { concatBytes, equalBytes, fromHex, isVeilkitError } from "@veilkit/core";
import { openPayload, sealPayload } from "@veilkit/pseudonymize/vault";
import { givenRandom } from "../given-random.ts";
import { type ConformanceCase, type FileAdapter, testsOf, type VectorGroup } from "../runner.ts";

interface GcmSivTest {
	readonly id: string;
	readonly key: string;
	readonly iv: string;
	readonly aad: string;
	readonly msg: string;
	readonly ct: string;
	readonly tag: string;
	readonly result: "valid" | "invalid";
}

function answersAs(test: GcmSivTest): boolean {
	const [key, nonce, associatedData, message] = [test.key, test.iv, test.aad, test.msg].map(fromHex) as [
		Uint8Array,
		Uint8Array,
		Uint8Array,
		Uint8Array,
	];
	const sealed = concatBytes(nonce, fromHex(test.ct), fromHex(test.tag));
	if (test.result === "valid") {
		const ours = sealPayload(key, message, { associatedData, random: givenRandom(nonce) });
		return equalBytes(ours, sealed) && equalBytes(openPayload(key, sealed, { associatedData }), message);
	}
	try {
		openPayload(key, sealed, { associatedData });
		return false;
	} catch (error) {
		return isVeilkitError(error);
	}
}

function* gcmSivCases(group: VectorGroup): Iterable<ConformanceCase> {
	for (const test of testsOf<GcmSivTest>(group)) yield { id: test.id, run: () => answersAs(test) };
}

export const aesGcmSiv: FileAdapter = {
	file: "aes-gcm-siv",
	groups: { rfc8452: gcmSivCases, wycheproof: gcmSivCases },
};
