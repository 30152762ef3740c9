import { authenticationFailed, invalidArgument, isVeilkitError, malformed, VeilkitError } from "@veilkit/core";
import { describe, expect, expectTypeOf, test } from "vitest";

describe("VeilkitError", () => {
	test("carries a code, frozen details, a cause and a documentation slug", () => {
		const cause = new Error("below");
		const details = { path: "a" };
		const error = new VeilkitError("ERR_FORMAT", "text", { details, cause });
		details.path = "changed";
		expect(error).toMatchObject({
			name: "VeilkitError",
			code: "ERR_FORMAT",
			message: "text",
			details: { path: "a" },
			cause,
			docs: "errors/err-format",
		});
		expect(error).toBeInstanceOf(Error);
		expect(Object.isFrozen(error.details)).toBe(true);
	});

	test("has no cause unless given one", () => {
		expect("cause" in new VeilkitError("ERR_FORMAT", "text")).toBe(false);
	});
});

describe("isVeilkitError", () => {
	test("recognises errors of another copy of the package, by mark and code", () => {
		const foreign = Object.assign(new Error("text"), { veilkit: true, code: "ERR_FORMAT" });
		expect(isVeilkitError(foreign)).toBe(true);
		expect(isVeilkitError(foreign, "ERR_FORMAT")).toBe(true);
		expect(isVeilkitError(foreign, "ERR_STORE_IO")).toBe(false);
	});

	test("recognises nothing else", () => {
		const others = [
			undefined,
			null,
			"ERR_FORMAT",
			{ veilkit: true, code: "ERR_FORMAT" },
			new Error("text"),
			Object.assign(new Error("text"), { code: "ENOENT" }),
		];
		for (const other of others) expect(isVeilkitError(other)).toBe(false);
	});

	test("narrows to the code", () => {
		const error: unknown = malformed("CBOR", "trailing bytes at offset 12");
		if (!isVeilkitError(error, "ERR_FORMAT")) throw error;
		expectTypeOf(error.code).toEqualTypeOf<"ERR_FORMAT">();
		expect(error.message).toBe("CBOR: trailing bytes at offset 12");
	});
});

test("the makers name place and fix in message and details", () => {
	expect(invalidArgument("open(options.size)", "a positive integer")).toMatchObject({
		code: "ERR_INVALID_ARGUMENT",
		message: "open(options.size): expected a positive integer",
		details: { path: "open(options.size)", expected: "a positive integer" },
	});
});

test("every failed authentication looks the same", () => {
	const { message, details, code } = authenticationFailed();
	expect({ message, details, code }).toEqual({
		code: "ERR_AUTHENTICATION",
		message: "authentication failed: wrong key, wrong context, or altered data",
		details: {},
	});
});
