/** RFC 5297 AES-SIV, against the batched implementation in `@veilkit/kernels`. */
import { equalBytes, fromHex, isVeilkitError } from "@veilkit/core";
import { createAesSivOpener, createAesSivSealer } from "@veilkit/kernels";
import { type ConformanceCase, type FileAdapter, testsOf, type VectorGroup } from "../runner.ts";

interface SivTest {
	readonly id: string;
	readonly key: string;
	readonly ad: readonly string[];
	readonly msg: string;
	readonly ct: string;
	/** Only in the AEAD group, where `ct` is without the synthetic vector. */
	readonly tag?: string;
	readonly result: "valid" | "invalid";
}

function answersAs(test: SivTest): boolean {
	const key = fromHex(test.key);
	const associatedData = test.ad.map(fromHex);
	const message = fromHex(test.msg);
	const sealed = fromHex((test.tag ?? "") + test.ct);
	const opener = createAesSivOpener(key, associatedData);
	if (test.result === "valid") {
		return equalBytes(createAesSivSealer(key, associatedData).sealAll(message, 1), sealed) && equalBytes(opener.open(sealed), message);
	}
	try {
		opener.open(sealed);
		return false;
	} catch (error) {
		return isVeilkitError(error, "ERR_AUTHENTICATION");
	}
}

function* sivCases(group: VectorGroup): Iterable<ConformanceCase> {
	for (const test of testsOf<SivTest>(group)) yield { id: test.id, run: () => answersAs(test) };
}

export const aesSiv: FileAdapter = {
	file: "aes-siv",
	groups: {
		rfc5297: sivCases,
		"wycheproof-aes_siv_cmac": sivCases,
		"wycheproof-aead_aes_siv_cmac": sivCases,
	},
};
