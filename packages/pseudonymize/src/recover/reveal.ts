/**
 * Recovery of identifiers from reversible tokens. A separate entry point: bundles that import only `@veilkit/pseudonymize` do not contain it.
 *
 * A token opens only under the key, domain, form and column treatment it was made with. Everything else, altered or foreign or of another
 * kind, fails with one indistinguishable error; only a key id that the ring does not hold is told apart, since the id is public.
 */
import {
	type Batch,
	type BatchSource,
	type Column,
	checkOptions,
	checkPurpose,
	createPacer,
	invalidArgument,
	isVeilkitError,
	type KeyRing,
	type OperationOptions,
	type Value,
	VeilkitError,
} from "@veilkit/core";
import { columnMissing, type Place } from "../error/errors.ts";
import type { Policy } from "../policy/policy.ts";
import type { Token } from "../token/token.ts";
import { type ColumnOpener, type OpenerKind, sivOpener } from "./column-opener.ts";

/** Opens the reversible tokens of a policy. */
export interface Recovery {
	/**
	 * The canonical text behind a token of a column.
	 *
	 * @throws {VeilkitError} `ERR_AUTHENTICATION`, `ERR_KEY_NOT_FOUND`, `ERR_INVALID_ARGUMENT` for a column without reversible tokens
	 */
	value(column: string, token: Token | string): string;
	/**
	 * The batch with the named columns in clear; missing values stay `null`, other columns are passed on.
	 *
	 * @throws {VeilkitError} as `value`, with column and row in `details`, and `ERR_PSEUDONYMIZE_COLUMN_MISSING`
	 */
	batch(batch: Batch, columns: readonly string[]): Batch;
	/** The same for a source, batch by batch. */
	batches(source: BatchSource, columns: readonly string[], options?: OperationOptions): AsyncGenerator<Batch, void, undefined>;
	/** Overwrites derived keys, best effort; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
	/** `dispose`, at the end of a `using` scope. */
	[Symbol.dispose](): void;
}

/** An error of opening with the place added. */
function located(error: unknown, { column, row }: Place): unknown {
	if (!isVeilkitError(error)) return error;
	return new VeilkitError(error.code, `column "${column}", row ${row}: ${error.message}`, {
		details: { ...error.details, column, row },
		cause: error,
	});
}

/**
 * Opens what a policy's reversible columns released.
 *
 * @param policy - the policy that made the tokens, or one with the same treatment for the columns to open
 * @param options - `keys`: a ring with the keys that made the tokens; `openers`: those of the subpaths whose treatments are to be opened,
 *   such as `fpeOpener()`; `token.siv` needs none
 *
 * @example
 * ```ts
 * import { reveal } from "@veilkit/pseudonymize/recover";
 * using recovery = reveal(releasePolicy, { keys });
 * recovery.value("email", safe.email); // "ada@example.org"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_PURPOSE`
 */
export function reveal(
	policy: Policy,
	options: { readonly keys: KeyRing<"pseudonymize">; readonly openers?: readonly OpenerKind[] },
): Recovery {
	const { keys, openers: furtherKinds = [] } = checkOptions(options, "reveal(options)", ["keys", "openers"]);
	const kinds = [sivOpener, ...furtherKinds];
	checkPurpose(keys.primary, "pseudonymize");
	const openers = new Map<string, ColumnOpener>();
	for (const [column, treatment] of Object.entries(policy.columns)) {
		const kind = kinds.find(({ treatments }) => treatments.includes(treatment.treatment));
		if (kind) openers.set(column, kind.create(treatment, keys));
	}

	let disposed = false;

	function openerOf(column: string, path: string): ColumnOpener {
		if (disposed) throw new VeilkitError("ERR_KEY_DISPOSED", "reveal: used after it was disposed");
		const opener = openers.get(column);
		if (!opener) throw invalidArgument(path, `columns with reversible tokens, and the openers of their treatments; "${column}" is none`);
		return opener;
	}

	function openColumn(batch: Batch, column: string, firstRow: number): Column {
		const opener = openerOf(column, "reveal(columns)");
		const tokens = Object.hasOwn(batch.columns, column) ? batch.columns[column] : undefined;
		if (tokens === undefined) throw columnMissing(column);
		const values: Value[] = new Array(batch.length).fill(null);
		for (let index = 0; index < batch.length; index++) {
			const token = tokens[index] ?? null;
			if (token === null) continue;
			try {
				values[index] = opener.open(token);
			} catch (error) {
				throw located(error, { column, row: firstRow + index });
			}
		}
		return values;
	}

	function openBatch(batch: Batch, columns: readonly string[], firstRow: number): Batch {
		const opened = columns.map((column): [string, Column] => [column, openColumn(batch, column, firstRow)]);
		return { columns: { ...batch.columns, ...Object.fromEntries(opened) }, length: batch.length };
	}

	async function* openAll(
		source: BatchSource,
		columns: readonly string[],
		operation: OperationOptions,
	): AsyncGenerator<Batch, void, undefined> {
		const pacer = createPacer({ ...operation, phase: "reveal" });
		let rows = 0;
		for await (const batch of source) {
			yield openBatch(batch, columns, rows + 1);
			rows += batch.length;
			if (pacer.due()) await pacer.pause(rows);
		}
		pacer.finish(rows);
	}

	function dispose(): void {
		disposed = true;
		for (const opener of openers.values()) opener.dispose();
	}

	return {
		value: (column, token) => openerOf(column, "value(column)").open(token),
		batch: (batch, columns) => openBatch(batch, columns, 1),
		batches(source, columns, operation = {}) {
			checkOptions(operation, "batches(options)", ["signal", "onProgress"]);
			for (const column of columns) openerOf(column, "batches(columns)");
			return openAll(source, columns, operation);
		},
		dispose,
		[Symbol.dispose]: dispose,
	};
}
