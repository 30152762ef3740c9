/**
 * generalize.topBottom: top and bottom coding. A number beyond a limit becomes the limit; a number between them stays.
 *
 * Hundepool et al., Statistical Disclosure Control (2012), §3.3: the tails are where a number singles somebody out. A number stays a
 * number, a bigint a bigint and text text, so sums and charts still work. Leaks every number between the limits.
 */
import { checkNumber, checkOptions, invalidArgument, type Value } from "@veilkit/core";
import { decimalOf } from "./decimal.ts";
import { mapColumn } from "./map-column.ts";
import type { TreatmentKind } from "./treatment.ts";

/** Limits of {@link topBottom}; at least one is given. */
export interface TopBottomOptions {
	/** Smaller numbers become this one. */
	readonly bottom?: number;
	/** Larger numbers become this one. */
	readonly top?: number;
}

/** Data of `generalize.topBottom`. */
export interface TopBottomTreatment extends TopBottomOptions {
	readonly treatment: "generalize.topBottom";
}

/**
 * Cuts the tails of a numeric column off at limits.
 *
 * @param options - `bottom` and `top`, at least one; whole numbers where the column holds bigints
 *
 * @example
 * ```ts
 * import { generalize } from "@veilkit/pseudonymize";
 * generalize.topBottom({ top: 250_000 }); // 900000 becomes 250000, 41000 stays
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function topBottom(options: TopBottomOptions): TopBottomTreatment {
	return topBottomKind.parse({ ...options }, "generalize.topBottom(options)");
}

/** The limit in the type of the cell that it replaces. */
function limitLike(limit: number, value: Exclude<Value, null>): Value {
	if (typeof value === "string") return String(limit);
	return typeof value === "bigint" ? BigInt(Math.trunc(limit)) : limit;
}

export const topBottomKind: TreatmentKind<TopBottomTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "bottom", "top"]);
		const limits: { bottom?: number; top?: number } = {};
		for (const name of ["bottom", "top"] as const) {
			if (fields[name] !== undefined) limits[name] = checkNumber(fields[name], `${path}.${name}`);
		}
		const { bottom, top } = limits;
		if (bottom === undefined && top === undefined) throw invalidArgument(path, "a bottom, a top, or both");
		if (bottom !== undefined && top !== undefined && bottom >= top) throw invalidArgument(`${path}.bottom`, "a number below top");
		return Object.freeze({ treatment: "generalize.topBottom", ...limits });
	},
	bind({ bottom, top }, { column }) {
		return mapColumn(column, (value, place) => {
			const number = decimalOf(value, place);
			if (bottom !== undefined && number < bottom) return limitLike(bottom, value);
			return top !== undefined && number > top ? limitLike(top, value) : value;
		});
	},
};
