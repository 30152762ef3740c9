/**
 * constant: every row has the same value. Missing values get it too, so nothing of the column is left; it only keeps the shape of the table.
 */
import { checkOptions, invalidArgument } from "@veilkit/core";
import type { TreatmentKind } from "./treatment.ts";

/** Data of {@link constant}. */
export interface ConstantTreatment<Constant extends string | number | boolean = string | number | boolean> {
	readonly treatment: "constant";
	readonly value: Constant;
}

/**
 * Puts one value in every row.
 *
 * @param value - text, a finite number or a boolean
 *
 * @example
 * ```ts
 * import { constant } from "@veilkit/pseudonymize";
 * constant("withheld");
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function constant<const Constant extends string | number | boolean>(value: Constant): ConstantTreatment<Constant> {
	return constantKind.parse({ value }, "constant") as ConstantTreatment<Constant>;
}

export const constantKind: TreatmentKind<ConstantTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "value"]);
		const { value } = fields;
		if (typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)))
			return Object.freeze({ treatment: "constant", value });
		throw invalidArgument(`${path}.value`, "text, a finite number or a boolean");
	},
	bind: ({ value }) => ({ apply: ({ values }) => new Array(values.length).fill(value) }),
};
