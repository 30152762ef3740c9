/** k, l and t by their definitions, with maps of strings: an independent check of what the package computes with typed arrays. */
import type { Batch, Value } from "@veilkit/core";

/** The sensitive values of each class. */
export function classesOf(batch: Batch, quasiIdentifiers: readonly string[], sensitive: string): readonly (readonly Value[])[] {
	const classes = new Map<string, Value[]>();
	for (let row = 0; row < batch.length; row++) {
		const key = JSON.stringify(quasiIdentifiers.map((column) => batch.columns[column]?.[row]));
		const values = classes.get(key) ?? [];
		values.push(batch.columns[sensitive]?.[row] ?? null);
		classes.set(key, values);
	}
	return [...classes.values()];
}

function sharesOf(values: readonly Value[]): Map<Value, number> {
	const shares = new Map<Value, number>();
	for (const value of values) shares.set(value, (shares.get(value) ?? 0) + 1 / values.length);
	return shares;
}

/** Half the sum of the differences of shares. */
export function equalT(classes: readonly (readonly Value[])[]): number {
	const table = sharesOf(classes.flat());
	return Math.max(
		...classes.map((values) => {
			const shares = sharesOf(values);
			let sum = 0;
			for (const [value, share] of table) sum += Math.abs((shares.get(value) ?? 0) - share);
			return sum / 2;
		}),
	);
}

/** The fewest distinct values, and the least exp(entropy). */
export function diversity(classes: readonly (readonly Value[])[]): { readonly distinct: number; readonly entropy: number } {
	return {
		distinct: Math.min(...classes.map((values) => new Set(values).size)),
		entropy: Math.min(
			...classes.map((values) => Math.exp([...sharesOf(values).values()].reduce((sum, share) => sum - share * Math.log(share), 0))),
		),
	};
}
