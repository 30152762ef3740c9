/**
 * A policy with its keys: what releases rows, batches and streams.
 *
 * All four ways give the same values for the same input, however it is cut. Derived keys live as long as the bound policy; `dispose`
 * overwrites them. Rows are numbered from 1 in errors, from the start of the source.
 */
import type { StandardSchemaV1 } from "@standard-schema/spec";
import {
	type Batch,
	type BatchSource,
	type Column,
	checkOneOf,
	checkOptions,
	checkPurpose,
	createPacer,
	invalidArgument,
	type KeyRing,
	type OperationOptions,
	rowsOf,
	type Value,
} from "@veilkit/core";
import { columnMissing, columnsUnlisted } from "../error/errors.ts";
import type { Token } from "../token/token.ts";
import { bindTreatment } from "../treatment/registry.ts";
import type { BindContext, ColumnTransform } from "../treatment/treatment.ts";
import type { InputOf, OutputOf, TokenColumnOf, TokenOf } from "./output.ts";
import type { Policy } from "./policy.ts";
import { validateRow } from "./validate.ts";

/** Options of {@link bindPolicy}. */
export interface BindOptions {
	/** The primary key makes tokens and shifts dates; older keys answer lookups. */
	readonly keys: KeyRing<"pseudonymize">;
	/** What happens to columns of the data that the policy does not name: left out, or an error. They never pass. Left out unless given. */
	readonly onUnlisted?: "drop" | "refuse";
}

/** Options of streams of batches. */
export interface BatchesOptions extends OperationOptions {
	/** Whether each row goes through the schema first, as in `row`: safer, and several times slower. Off unless given. */
	readonly validate?: boolean;
}

/** A policy with its keys. */
export interface BoundPolicy<P extends Policy = Policy> {
	readonly policy: P;
	/** The released columns, in order. */
	readonly columns: readonly string[];
	/**
	 * Validates a row with the schema and releases it; an absent or undefined value is `null`.
	 *
	 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_ROW_INVALID`, `ERR_PSEUDONYMIZE_VALUE`, `ERR_PSEUDONYMIZE_COLUMN_UNLISTED`
	 */
	row(row: InputOf<P>): OutputOf<P>;
	/**
	 * Releases a batch without validation.
	 *
	 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_VALUE`, `ERR_PSEUDONYMIZE_COLUMN_MISSING`, `ERR_PSEUDONYMIZE_COLUMN_UNLISTED`
	 */
	batch(batch: Batch): Batch;
	/** Releases a source batch by batch; never holds more than one. Throws what `batch` throws. */
	batches(source: BatchSource, options?: BatchesOptions): AsyncGenerator<Batch, void, undefined>;
	/** The same as a Web Stream. */
	transform(options?: Pick<BatchesOptions, "validate">): TransformStream<Batch, Batch>;
	/**
	 * The tokens that a value has or had in a column, by the keys of the ring from new to old: what to search for during a rotation.
	 *
	 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for a column without tokens, `ERR_PSEUDONYMIZE_VALUE`
	 */
	lookupTokens<Name extends TokenColumnOf<P>>(column: Name, value: Exclude<Value, null>): readonly TokenOf<P, Name>[];
	/** Overwrites derived keys, best effort; columns that need one throw `ERR_KEY_DISPOSED` afterwards. */
	dispose(): void;
	/** `dispose`, at the end of a `using` scope. */
	[Symbol.dispose](): void;
}

type Transforms = ReadonlyMap<string, ColumnTransform>;

function release(transforms: Transforms, batch: Batch, firstRow: number): Batch {
	const columns: [string, Column][] = [];
	for (const [name, transform] of transforms) {
		const values = Object.hasOwn(batch.columns, name) ? batch.columns[name] : undefined;
		if (values === undefined) throw columnMissing(name);
		columns.push([name, transform.apply({ values, batch, firstRow })]);
	}
	return { columns: Object.fromEntries(columns), length: batch.length };
}

/** A row's own value: what a prototype happens to offer under the name of a column is not data. */
function cellOf(row: Readonly<Record<string, unknown>>, name: string): Value {
	return ((Object.hasOwn(row, name) ? row[name] : null) ?? null) as Value;
}

function rowToBatch(names: readonly string[], row: Readonly<Record<string, unknown>>): Batch {
	return { columns: Object.fromEntries(names.map((name) => [name, [cellOf(row, name)]])), length: 1 };
}

function validateBatch(schema: StandardSchemaV1, names: readonly string[], batch: Batch, firstRow: number): Batch {
	const columns = names.map((name): [string, Value[]] => [name, []]);
	let number = firstRow;
	for (const raw of rowsOf(batch)) {
		const row = validateRow(schema, raw, number++);
		for (const [name, values] of columns) values.push(cellOf(row, name));
	}
	return { columns: Object.fromEntries(columns), length: batch.length };
}

/**
 * Binds a policy to its keys.
 *
 * @example
 * ```ts
 * import { bindPolicy } from "@veilkit/pseudonymize";
 * const release = bindPolicy(policy, { keys });
 * release.row(customer);
 * for await (const safe of release.batches(source, { signal })) await sink.write(safe);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_PURPOSE`
 */
export function bindPolicy<P extends Policy>(policy: P, options: BindOptions): BoundPolicy<P> {
	checkOptions(options, "bindPolicy(options)", ["keys", "onUnlisted"]);
	const { keys, onUnlisted = "drop" } = options;
	checkOneOf(onUnlisted, "bindPolicy(options.onUnlisted)", ["drop", "refuse"]);
	checkPurpose(keys.primary, "pseudonymize");

	const names = Object.keys(policy.columns);
	const tokensOf: BindContext["tokensOf"] = (name) => {
		const treatment = policy.columns[name];
		return treatment && "canonical" in treatment ? treatment : undefined;
	};
	const transforms = new Map<string, ColumnTransform>();
	for (const [column, treatment] of Object.entries(policy.columns)) {
		const transform = bindTreatment(treatment, { keys, column, tokensOf });
		if (transform) transforms.set(column, transform);
	}

	function checkUnlisted(present: readonly string[]): void {
		if (onUnlisted === "drop") return;
		const unlisted = present.filter((name) => !Object.hasOwn(policy.columns, name));
		if (unlisted.length > 0) throw columnsUnlisted(unlisted);
	}

	function releaseFrom(batch: Batch, firstRow: number, validate = false): Batch {
		checkUnlisted(Object.keys(batch.columns));
		const { schema } = policy;
		return release(transforms, validate && schema ? validateBatch(schema, names, batch, firstRow) : batch, firstRow);
	}

	async function* releaseAll(source: BatchSource, { validate, ...operation }: BatchesOptions): AsyncGenerator<Batch, void, undefined> {
		const pacer = createPacer({ ...operation, phase: "protect" });
		let rows = 0;
		for await (const batch of source) {
			yield releaseFrom(batch, rows + 1, validate);
			rows += batch.length;
			if (pacer.due()) await pacer.pause(rows);
		}
		pacer.finish(rows);
	}

	function dispose(): void {
		for (const transform of transforms.values()) transform.dispose?.();
	}

	return {
		policy,
		columns: [...transforms.keys()],
		row(row) {
			if (typeof row !== "object" || row === null) throw invalidArgument("row(row)", "an object");
			checkUnlisted(Object.keys(row));
			const valid = policy.schema ? validateRow(policy.schema, row, 1) : (row as Readonly<Record<string, unknown>>);
			const [released] = rowsOf(release(transforms, rowToBatch(names, valid), 1));
			return released as OutputOf<P>;
		},
		batch: (batch) => releaseFrom(batch, 1),
		batches(source, batchesOptions = {}) {
			checkOptions(batchesOptions, "batches(options)", ["signal", "onProgress", "validate"]);
			return releaseAll(source, batchesOptions);
		},
		transform(transformOptions = {}) {
			checkOptions(transformOptions, "transform(options)", ["validate"]);
			let rows = 0;
			return new TransformStream<Batch, Batch>({
				transform(batch, controller) {
					controller.enqueue(releaseFrom(batch, rows + 1, transformOptions.validate));
					rows += batch.length;
				},
			});
		},
		lookupTokens<Name extends TokenColumnOf<P>>(column: Name, value: Exclude<Value, null>) {
			const lookup = transforms.get(column)?.lookup;
			if (!lookup) throw invalidArgument("lookupTokens(column)", "a column whose treatment makes tokens");
			return lookup(value) as readonly Token[] as readonly TokenOf<P, Name>[];
		},
		dispose,
		[Symbol.dispose]: dispose,
	};
}
