/**
 * drop: the column is not released.
 */
import { checkOptions } from "@veilkit/core";
import type { TreatmentKind } from "./treatment.ts";

/** Data of {@link drop}. */
export interface DropTreatment {
	readonly treatment: "drop";
}

/**
 * Leaves the column out.
 *
 * @example
 * ```ts
 * import { definePolicy, drop } from "@veilkit/pseudonymize";
 * definePolicy(schema, { notes: drop });
 * ```
 */
export const drop: DropTreatment = /* @__PURE__ */ Object.freeze({ treatment: "drop" });

export const dropKind: TreatmentKind<DropTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment"]);
		return drop;
	},
	bind: () => undefined,
};
