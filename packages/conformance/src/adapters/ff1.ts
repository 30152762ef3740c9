/**
 * FF1 of NIST SP 800-38G, against the batched implementation in `@veilkit/kernels`.
 *
 * Valid cases with a domain below 1,000,000 belong to the first edition: revision 1 has them refused for encryption and opened on request only.
 */
import { fromHex, isVeilkitError } from "@veilkit/core";
import { createFf1Decryptor, createFf1Encryptor, type Ff1Options } from "@veilkit/kernels";
import { type ConformanceCase, type FileAdapter, testsOf, type VectorGroup } from "../runner.ts";

interface Ff1Test {
	readonly id: string;
	readonly flag?: string;
	readonly key: string;
	readonly tweak: string;
	readonly msg: string | readonly number[];
	readonly ct: string | readonly number[];
	readonly result: "valid" | "invalid";
}

type NumeralsOf = (text: string | readonly number[]) => Int32Array;

/** Numerals of a group; a character outside the alphabet becomes the radix, which is no numeral. */
function numeralsOf(group: VectorGroup): NumeralsOf {
	const alphabet = group["alphabet"] as string | null;
	const radix = group["radix"] as number;
	return (text) =>
		Int32Array.from(text, (unit: string | number) => {
			if (typeof unit === "number") return unit;
			const numeral = alphabet?.indexOf(unit) ?? -1;
			return numeral < 0 ? radix : numeral;
		});
}

function isRefused(act: () => void): boolean {
	try {
		act();
		return false;
	} catch (error) {
		return isVeilkitError(error, "ERR_INVALID_ARGUMENT");
	}
}

function answersAs(test: Ff1Test, radix: number, numerals: NumeralsOf): boolean {
	const key = fromHex(test.key);
	const options: Ff1Options = { radix, tweak: fromHex(test.tweak) };
	const message = numerals(test.msg);
	const length = message.length;
	const encrypt = (): string => {
		const text = message.slice();
		createFf1Encryptor(key, options).encryptAll(text, length);
		return text.join();
	};
	const decrypt = (allow: { readonly allowSmallDomain?: "legacy-decrypt" }): string => {
		const text = numerals(test.ct);
		createFf1Decryptor(key, { ...options, ...allow }).decryptAll(text, length);
		return text.join();
	};
	if (test.result === "invalid") return isRefused(encrypt);
	if (test.flag !== "SmallMessageSize") return encrypt() === numerals(test.ct).join() && decrypt({}) === message.join();
	return isRefused(encrypt) && isRefused(() => decrypt({})) && decrypt({ allowSmallDomain: "legacy-decrypt" }) === message.join();
}

function* ff1Cases(group: VectorGroup): Iterable<ConformanceCase> {
	const numerals = numeralsOf(group);
	for (const test of testsOf<Ff1Test>(group)) yield { id: test.id, run: () => answersAs(test, group["radix"] as number, numerals) };
}

const SAMPLES = ["nist-samples-radix10", "nist-samples-radix36"];
const ACVP = ["128", "192"].flatMap((bits) => ["10", "26", "64"].map((radix) => `acvp-aes${bits}-radix${radix}`));
const WYCHEPROOF = ["base10", "base16", "base26", "base32", "base36", "base45", "base62", "base64", "base85"]
	.concat("radix255", "radix256", "radix65535", "radix65536")
	.map((name) => `wycheproof-${name}`);

export const ff1: FileAdapter = {
	file: "ff1",
	groups: Object.fromEntries([...SAMPLES, ...ACVP, ...WYCHEPROOF].map((id) => [id, ff1Cases])),
};
