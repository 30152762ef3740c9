/**
 * The values of a column as UTF-8, end to end in one buffer: what the batch kernels read.
 *
 * A value counts by its text: `17` and `"17"` are the same identifier. Missing values are left out and keep their place by row number.
 */
import type { Column, Value } from "@veilkit/core";
import { type Place, unfitValue } from "../error/errors.ts";

/** The present values of a column. */
export interface TextColumn {
	/** UTF-8 texts, end to end; longer than the last offset. */
	readonly bytes: Uint8Array;
	/** Where each text starts; the last entry is where the last one ends. */
	readonly offsets: Uint32Array;
	/** The index in the column of each text. */
	readonly rows: Int32Array;
}

const ENCODER: TextEncoder = /* @__PURE__ */ new TextEncoder();

/**
 * The text of a value: numbers as JavaScript prints them, dates in ISO 8601.
 *
 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_VALUE` for NaN, infinities, invalid dates, lone surrogates and anything that is no `Value`
 */
export function textOf(value: Exclude<Value, null>, place: Place): string {
	switch (typeof value) {
		case "string":
			if (value.isWellFormed()) return value;
			throw unfitValue(place, "well-formed Unicode text");
		case "number":
			if (Number.isFinite(value)) return String(value);
			throw unfitValue(place, "a finite number");
		case "bigint":
		case "boolean":
			return String(value);
		default:
			if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
			throw unfitValue(place, "text, a number, a boolean or a valid date");
	}
}

/** Appends a text; returns where it ends. `bytes` has room for three bytes a UTF-16 unit. */
function write(bytes: Uint8Array, start: number, text: string): number {
	for (let index = 0; index < text.length; index++) {
		const unit = text.charCodeAt(index);
		if (unit > 127) return start + index + ENCODER.encodeInto(text.slice(index), bytes.subarray(start + index)).written;
		bytes[start + index] = unit;
	}
	return start + text.length;
}

/**
 * Encodes the present values of a column in canonical form.
 *
 * @param firstRow - the row number of the column's first value, for errors
 */
export function encodeTextColumn(
	values: Column,
	canonicalize: (text: string, place: Place) => string,
	column: string,
	firstRow: number,
): TextColumn {
	let bytes = new Uint8Array(32 * values.length + 64);
	const offsets = new Uint32Array(values.length + 1);
	const rows = new Int32Array(values.length);
	let count = 0;
	let end = 0;
	for (let index = 0; index < values.length; index++) {
		const value = values[index];
		if (value === null || value === undefined) continue;
		const place = { column, row: firstRow + index };
		const text = canonicalize(textOf(value, place), place);
		if (end + 3 * text.length > bytes.length) {
			const larger = new Uint8Array(2 * bytes.length + 3 * text.length);
			larger.set(bytes);
			bytes = larger;
		}
		end = write(bytes, end, text);
		rows[count++] = index;
		offsets[count] = end;
	}
	return { bytes, offsets: offsets.subarray(0, count + 1), rows: rows.subarray(0, count) };
}
