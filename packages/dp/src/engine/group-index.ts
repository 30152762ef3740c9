/**
 * Numbers for groups: combinations of the keys of the group columns.
 */
import type { Column } from "@veilkit/core";
import type { GroupColumn } from "../schema/columns.ts";
import type { NamedColumn } from "../source/source.ts";
import { createDictionary, type Dictionary, NO_NUMBER } from "./dictionary.ts";
import { createPairTable, type PairTable } from "./pair-table.ts";

/** Groups by row and keys by group. */
export interface GroupIndex {
	/** Writes the groups of the rows from `start` on into `out`; NO_NUMBER where a key is missing or not in its public list. */
	number(columns: readonly Column[], start: number, out: Int32Array): void;
	/** The keys of every group: all combinations of public keys, else those that occurred. */
	keys(): readonly (readonly string[])[];
}

/** Numbers each key column in turn and combines it with what came before. */
function combineColumns(
	dictionaries: readonly Dictionary[],
	combine: (group: number, key: number, place: number) => number,
): GroupIndex["number"] {
	return (columns, start, out) => {
		const keys = new Int32Array(out.length);
		for (const [place, dictionary] of dictionaries.entries()) {
			dictionary.number(columns[place] as Column, start, keys);
			for (let at = 0; at < out.length; at++) {
				const [group, key] = [out[at] as number, keys[at] as number];
				out[at] = group === NO_NUMBER || key === NO_NUMBER ? NO_NUMBER : combine(group, key, place);
			}
		}
	};
}

/** Every combination has its number from the start, also those without rows. */
function publicIndex(dictionaries: readonly Dictionary[]): GroupIndex {
	const sizes = dictionaries.map(({ texts }) => texts.length);
	const combined = combineColumns(dictionaries, (group, key, place) => group * (sizes[place] as number) + key);
	return {
		number(columns, start, out) {
			out.fill(0);
			combined(columns, start, out);
		},
		keys: () =>
			dictionaries.reduce<string[][]>((tuples, { texts }) => tuples.flatMap((keys) => texts.map((text) => [...keys, text])), [[]]),
	};
}

/** Combinations are numbered as they occur: each further column's key is paired with the number of the combination before it. */
function privateIndex(dictionaries: readonly Dictionary[]): GroupIndex {
	const [first, ...rest] = dictionaries as [Dictionary, ...Dictionary[]];
	const tables = rest.map(() => createPairTable());
	const combined = combineColumns(rest, (group, key, place) => (tables[place] as PairTable).slot(group, key));

	function keysOf(group: number): string[] {
		const keys: string[] = [];
		let prefix = group;
		for (let place = rest.length - 1; place >= 0; place--) {
			const pairs = tables[place] as PairTable;
			keys.unshift((rest[place] as Dictionary).texts[pairs.second(prefix)] as string);
			prefix = pairs.first(prefix);
		}
		return [first.texts[prefix] as string, ...keys];
	}

	return {
		number([firstColumn, ...columns], start, out) {
			first.number(firstColumn as Column, start, out);
			combined(columns, start, out);
		},
		keys: () => Array.from({ length: tables.at(-1)?.size() ?? first.texts.length }, (_, group) => keysOf(group)),
	};
}

export function createGroupIndex(groupBy: readonly NamedColumn<GroupColumn>[]): GroupIndex {
	const dictionaries = groupBy.map(({ column }) => createDictionary(column.keys));
	return groupBy.every(({ column }) => column.keys !== undefined) ? publicIndex(dictionaries) : privateIndex(dictionaries);
}
