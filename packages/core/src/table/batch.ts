/**
 * The shape in which rows flow through Veilkit: batches of columns.
 *
 * Every fast path (batched block ciphers, samplers, typed arrays) works on columns, so rows are turned into batches at the edge
 * and stay columns until they leave. A missing value is `null`.
 */
import { invalidArgument } from "../error/veilkit-error.ts";
import { checkInteger, checkOptions } from "../options/check.ts";

/** A cell. Dates travel as ISO 8601 text or as `Date`. */
export type Value = string | number | bigint | boolean | Date | null;

/** A column: an array of values, or a typed array where no value is missing. */
export type Column = readonly Value[] | Float64Array | Int32Array | BigInt64Array;

/** Equally long columns by name. */
export interface Batch<Columns extends Readonly<Record<string, Column>> = Readonly<Record<string, Column>>> {
	readonly columns: Columns;
	/** Number of rows. */
	readonly length: number;
}

/** A row as an object. */
export type Row = Readonly<Record<string, Value>>;

/** Anything that yields batches: what adapters return and operations take. */
export type BatchSource = AsyncIterable<Batch> | Iterable<Batch>;

/**
 * A batch over columns of equal length.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` naming the first column whose length differs
 *
 * @example
 * ```ts
 * import { createBatch } from "@veilkit/core";
 * createBatch({ country: ["NO", "SE"], total: Float64Array.of(10, 20) }).length; // 2
 * ```
 */
export function createBatch<Columns extends Readonly<Record<string, Column>>>(columns: Columns): Batch<Columns> {
	let length: number | undefined;
	for (const [name, column] of Object.entries(columns)) {
		length ??= column.length;
		if (column.length !== length) throw invalidArgument(`createBatch(columns.${name})`, `${length} rows like the first column`);
	}
	return { columns, length: length ?? 0 };
}

/**
 * Gathers rows into batches, in order. A name missing from a row, or undefined there, becomes `null`.
 *
 * @param rows - row objects, synchronous or asynchronous
 * @param names - the columns to take
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for a name twice, a size below 1 or an unknown option
 *
 * @example
 * ```ts
 * import { batchRows } from "@veilkit/core";
 * for await (const batch of batchRows([{ id: "1" }, { id: "2" }], ["id"])) batch.columns.id; // ["1", "2"]
 * ```
 */
export async function* batchRows(
	rows: AsyncIterable<Readonly<Record<string, Value | undefined>>> | Iterable<Readonly<Record<string, Value | undefined>>>,
	names: readonly string[],
	options: { readonly size?: number } = {},
): AsyncGenerator<Batch, void, undefined> {
	checkOptions(options, "batchRows(options)", ["size"]);
	if (new Set(names).size !== names.length) throw invalidArgument("batchRows(names)", "each name once");
	// A row that lacks a column called "constructor" must not answer with what it inherits.
	const inherited = names.map((name) => name in Object.prototype);
	const size = checkInteger(options.size ?? 4096, "batchRows(options.size)", { min: 1 });
	let columns: Value[][] = names.map(() => []);
	let length = 0;
	const flush = (): Batch => {
		const batch: Batch = { columns: Object.fromEntries(names.map((name, index) => [name, columns[index] as Value[]])), length };
		columns = names.map(() => []);
		length = 0;
		return batch;
	};
	for await (const row of rows) {
		for (const [index, name] of names.entries()) {
			const missing = inherited[index] && !Object.hasOwn(row, name);
			(columns[index] as Value[]).push(missing ? null : (row[name] ?? null));
		}
		if (++length === size) yield flush();
	}
	if (length > 0) yield flush();
}

/**
 * The rows of a batch, as objects.
 *
 * @example
 * ```ts
 * import { createBatch, rowsOf } from "@veilkit/core";
 * [...rowsOf(createBatch({ id: ["1", "2"] }))]; // [{ id: "1" }, { id: "2" }]
 * ```
 */
export function* rowsOf(batch: Batch): Generator<Row, void, undefined> {
	const columns = Object.entries(batch.columns);
	// Not by assignment, which a column called "__proto__" would lead astray.
	for (let index = 0; index < batch.length; index++)
		yield Object.fromEntries(columns.map(([name, column]) => [name, column[index] ?? null]));
}
