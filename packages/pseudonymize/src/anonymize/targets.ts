/**
 * What an anonymised table must reach. Targets are plain data and hold together: a table meets all that are given.
 *
 * Definitions are those of the risk sheet (`../risk/diversity.ts`, `closeness.ts`, `likeness.ts`).
 */
import { checkInteger, checkNumber, checkOptions, checkString, invalidArgument } from "@veilkit/core";
import type { Hierarchy } from "../hierarchy/hierarchy.ts";

/** A target of `anonymize`. */
export type Target =
	| { readonly model: "k-anonymity"; readonly k: number }
	| { readonly model: "distinct-l"; readonly column: string; readonly l: number }
	| { readonly model: "entropy-l"; readonly column: string; readonly l: number }
	| { readonly model: "recursive-cl"; readonly column: string; readonly c: number; readonly l: number }
	| {
			readonly model: "t-closeness";
			readonly column: string;
			readonly t: number;
			readonly ordered?: true;
			readonly hierarchy?: Hierarchy;
	  }
	| { readonly model: "beta-likeness"; readonly column: string; readonly beta: number };

function checkColumn(column: string, path: string): string {
	return checkString(column, `${path}(options.column)`, { minLength: 1 });
}

/**
 * Every class has at least k rows.
 *
 * @example
 * ```ts
 * import { kAnonymity } from "@veilkit/pseudonymize/anonymize";
 * kAnonymity(10);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function kAnonymity(k: number): Target {
	return Object.freeze({ model: "k-anonymity", k: checkInteger(k, "kAnonymity(k)", { min: 2 }) });
}

/**
 * Every class has at least l different values in a column.
 *
 * @example
 * ```ts
 * import { distinctDiversity } from "@veilkit/pseudonymize/anonymize";
 * distinctDiversity({ column: "diagnosis", l: 3 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function distinctDiversity(options: { readonly column: string; readonly l: number }): Target {
	const path = "distinctDiversity";
	const { column, l } = checkOptions(options, `${path}(options)`, ["column", "l"]);
	return Object.freeze({ model: "distinct-l", column: checkColumn(column, path), l: checkInteger(l, `${path}(options.l)`, { min: 2 }) });
}

/**
 * The values of a column in every class are as diverse as l equally frequent ones: entropy at least ln l.
 *
 * @example
 * ```ts
 * import { entropyDiversity } from "@veilkit/pseudonymize/anonymize";
 * entropyDiversity({ column: "diagnosis", l: 2.5 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function entropyDiversity(options: { readonly column: string; readonly l: number }): Target {
	const path = "entropyDiversity";
	const { column, l } = checkOptions(options, `${path}(options)`, ["column", "l"]);
	return Object.freeze({ model: "entropy-l", column: checkColumn(column, path), l: checkNumber(l, `${path}(options.l)`, { min: 1 }) });
}

/**
 * In every class the most frequent value of a column has fewer rows than c times those from the l-th on: r1 < c (r_l + … + r_m).
 *
 * @example
 * ```ts
 * import { recursiveDiversity } from "@veilkit/pseudonymize/anonymize";
 * recursiveDiversity({ column: "diagnosis", c: 3, l: 2 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function recursiveDiversity(options: { readonly column: string; readonly c: number; readonly l: number }): Target {
	const path = "recursiveDiversity";
	const { column, c, l } = checkOptions(options, `${path}(options)`, ["column", "c", "l"]);
	return Object.freeze({
		model: "recursive-cl",
		column: checkColumn(column, path),
		c: checkNumber(c, `${path}(options.c)`, { min: 0 }),
		l: checkInteger(l, `${path}(options.l)`, { min: 2 }),
	});
}

/**
 * The values of a column in every class are no further than t from those of the table: by equal distance, or by the order of numbers, or by
 * a hierarchy.
 *
 * @example
 * ```ts
 * import { tCloseness } from "@veilkit/pseudonymize/anonymize";
 * tCloseness({ column: "salary", t: 0.2, ordered: true });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function tCloseness(options: {
	readonly column: string;
	readonly t: number;
	readonly ordered?: true;
	readonly hierarchy?: Hierarchy;
}): Target {
	const path = "tCloseness";
	const { column, t, ordered, hierarchy } = checkOptions(options, `${path}(options)`, ["column", "t", "ordered", "hierarchy"]);
	if (ordered !== undefined && hierarchy !== undefined)
		throw invalidArgument(`${path}(options.ordered)`, "one distance: an order or a hierarchy");
	return Object.freeze({
		model: "t-closeness",
		column: checkColumn(column, path),
		t: checkNumber(t, `${path}(options.t)`, { min: 0, max: 1 }),
		...(ordered && { ordered }),
		...(hierarchy && { hierarchy }),
	});
}

/**
 * No class raises the share of a value by more than β times: (p − q)/q at most β, p the share in the class and q in the table.
 *
 * @example
 * ```ts
 * import { betaLikeness } from "@veilkit/pseudonymize/anonymize";
 * betaLikeness({ column: "diagnosis", beta: 2 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function betaLikeness(options: { readonly column: string; readonly beta: number }): Target {
	const path = "betaLikeness";
	const { column, beta } = checkOptions(options, `${path}(options)`, ["column", "beta"]);
	return Object.freeze({
		model: "beta-likeness",
		column: checkColumn(column, path),
		beta: checkNumber(beta, `${path}(options.beta)`, { min: 0 }),
	});
}
