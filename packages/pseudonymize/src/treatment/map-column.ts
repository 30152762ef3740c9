/**
 * A column transform from a function of one value; missing values stay `null`.
 */
import type { Value } from "@veilkit/core";
import type { Place } from "../error/errors.ts";
import type { ColumnTransform } from "./treatment.ts";

/** Applies `fn` to every present value of a column. */
export function mapColumn(column: string, fn: (value: Exclude<Value, null>, place: Place) => Value): ColumnTransform {
	return {
		apply({ values, firstRow }) {
			const mapped: Value[] = new Array(values.length).fill(null);
			for (let index = 0; index < values.length; index++) {
				const value = values[index] ?? null;
				if (value !== null) mapped[index] = fn(value, { column, row: firstRow + index });
			}
			return mapped;
		},
	};
}
