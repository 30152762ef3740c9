/**
 * keep: the column is released as it is. Protects nothing; use it for columns that identify nobody, alone or together.
 */
import { checkOptions } from "@veilkit/core";
import type { TreatmentKind } from "./treatment.ts";

/** Data of {@link keep}. */
export interface KeepTreatment {
	readonly treatment: "keep";
}

/**
 * Releases the column as it is.
 *
 * @example
 * ```ts
 * import { definePolicy, keep } from "@veilkit/pseudonymize";
 * definePolicy(schema, { country: keep });
 * ```
 */
export const keep: KeepTreatment = /* @__PURE__ */ Object.freeze({ treatment: "keep" });

export const keepKind: TreatmentKind<KeepTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment"]);
		return keep;
	},
	bind: () => ({ apply: ({ values }) => values }),
};
