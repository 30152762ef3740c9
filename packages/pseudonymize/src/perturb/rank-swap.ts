/**
 * Rank swapping: a number changes places with one whose rank is near.
 *
 * Moore, Controlled Data-Swapping Techniques for Masking Public Use Microdata (1996). From the smallest value up, each value that has not
 * moved yet swaps with one that has not moved either, drawn uniformly among those at most `maxRanks` ranks above. The
 * marginal distribution stays exactly; relations to other columns weaken with the window. Leaks ranks up to the window: an attacker who knows it
 * can narrow links down (Nin, Herranz, Torra 2008), so it is no protection of identities by itself. Columns are swapped independently.
 */
import { type Batch, checkInteger, checkOptions, type RandomOptions, type RandomSource, randomInteger } from "@veilkit/core";
import { checkNames, numbersOf, withColumns } from "./column.ts";

/** Options of {@link rankSwap}. */
export interface RankSwapOptions extends RandomOptions {
	/** The largest distance in ranks between two values that swap. */
	readonly maxRanks: number;
}

function swapColumn(values: Float64Array, maxRanks: number, random: RandomSource | undefined): Float64Array {
	const byRank = Int32Array.from({ length: values.length }, (_, row) => row);
	byRank.sort((left, right) => (values[left] as number) - (values[right] as number) || left - right);
	const swapped = Float64Array.from(values);
	const moved = new Uint8Array(values.length);
	for (let rank = 0; rank < byRank.length; rank++) {
		if (moved[rank]) continue;
		const partners: number[] = [];
		for (let other = rank + 1; other <= rank + maxRanks && other < byRank.length; other++) if (!moved[other]) partners.push(other);
		if (partners.length === 0) continue;
		const partner = partners[randomInteger(partners.length, random)] as number;
		moved[partner] = 1;
		const [here, there] = [byRank[rank] as number, byRank[partner] as number];
		swapped[here] = values[there] as number;
		swapped[there] = values[here] as number;
	}
	return swapped;
}

/**
 * Swaps numbers of near rank, each column on its own.
 *
 * @param batch - the whole table
 * @param columns - numeric columns without missing values
 * @param options - `maxRanks`: the window, from 1; commonly up to a few per cent of the rows
 *
 * @example
 * ```ts
 * import { createBatch } from "@veilkit/core";
 * import { rankSwap } from "@veilkit/pseudonymize/perturb";
 * rankSwap(createBatch({ income: [30, 41, 32, 90] }), ["income"], { maxRanks: 2 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_PSEUDONYMIZE_COLUMN_MISSING`, `ERR_PSEUDONYMIZE_VALUE`
 */
export function rankSwap(batch: Batch, columns: readonly string[], options: RankSwapOptions): Batch {
	checkOptions(options, "rankSwap(options)", ["maxRanks", "random"]);
	const maxRanks = checkInteger(options.maxRanks, "rankSwap(options.maxRanks)", { min: 1 });
	const swapped = checkNames(columns, "rankSwap(columns)").map((name): [string, Float64Array] => [
		name,
		swapColumn(numbersOf(batch, name), maxRanks, options.random),
	]);
	return withColumns(batch, Object.fromEntries(swapped));
}
