/**
 * generalize.bucket: a number becomes the half-open interval of a fixed width that holds it: 37 becomes `[30,40)`.
 *
 * The text is PostgreSQL's range literal. Leaks the interval; rare intervals (very old people) can still single somebody out.
 */
import { checkInteger, checkOptions } from "@veilkit/core";
import { wholePart } from "./decimal.ts";
import { mapColumn } from "./map-column.ts";
import type { TreatmentKind } from "./treatment.ts";

/** Data of `generalize.bucket`. */
export interface BucketTreatment {
	readonly treatment: "generalize.bucket";
	/** The width of an interval, a whole number. */
	readonly width: number;
}

/**
 * Replaces a number by an interval. Numbers, bigints and decimal text are taken.
 *
 * @param width - a whole number from 1; intervals start at its multiples
 *
 * @example
 * ```ts
 * import { generalize } from "@veilkit/pseudonymize";
 * generalize.bucket(10);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function bucket(width: number): BucketTreatment {
	return bucketKind.parse({ width }, "generalize.bucket");
}

export const bucketKind: TreatmentKind<BucketTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "width"]);
		return Object.freeze({ treatment: "generalize.bucket", width: checkInteger(fields["width"], `${path}.width`, { min: 1 }) });
	},
	bind(treatment, { column }) {
		const width = BigInt(treatment.width);
		return mapColumn(column, (value, place) => {
			const whole = wholePart(value, place);
			const low = whole - (((whole % width) + width) % width);
			return `[${low},${low + width})`;
		});
	},
};
