/**
 * Numbers for groups: combinations of the keys of the group columns.
 */
import type { Column } from "@veilkit/core";
import type { GroupColumn } from "../schema/columns.ts";
import type { NamedColumn } from "../source/source.ts";
import { createDictionary, type Dictionary } from "./dictionary.ts";
import { createPairTable } from "./pair-table.ts";

/** Groups by row and keys by group. */
export interface GroupIndex {
	/** The group of a row; −1 if a key is missing or not in its public list. */
	of(columns: readonly Column[], row: number): number;
	/** The keys of every group: all combinations of public keys, else those that occurred. */
	keys(): readonly (readonly string[])[];
}

/** Every combination has its number from the start, also those without rows. */
function publicIndex(dictionaries: readonly Dictionary[]): GroupIndex {
	return {
		of(columns, row) {
			let group = 0;
			for (let place = 0; place < dictionaries.length; place++) {
				const { indexOf, texts } = dictionaries[place] as Dictionary;
				const index = indexOf((columns[place] as Column)[row]);
				if (index < 0) return -1;
				group = group * texts.length + index;
			}
			return group;
		},
		keys: () =>
			dictionaries.reduce<string[][]>((combined, { texts }) => combined.flatMap((keys) => texts.map((text) => [...keys, text])), [[]]),
	};
}

/** Combinations are numbered as they occur: each column's key is paired with the number of the combination before it. */
function privateIndex(dictionaries: readonly Dictionary[]): GroupIndex {
	const [first, ...rest] = dictionaries as [Dictionary, ...Dictionary[]];
	const further = rest.map((dictionary) => ({ dictionary, pairs: createPairTable() }));

	function keysOf(group: number): string[] {
		const keys: string[] = [];
		let prefix = group;
		for (const { dictionary, pairs } of further.toReversed()) {
			keys.unshift(dictionary.texts[pairs.second(prefix)] as string);
			prefix = pairs.first(prefix);
		}
		return [first.texts[prefix] as string, ...keys];
	}

	return {
		of(columns, row) {
			let group = first.indexOf((columns[0] as Column)[row]);
			for (let place = 0; place < further.length && group >= 0; place++) {
				const { dictionary, pairs } = further[place] as (typeof further)[number];
				const index = dictionary.indexOf((columns[place + 1] as Column)[row]);
				group = index < 0 ? -1 : pairs.slot(group, index);
			}
			return group;
		},
		keys: () => Array.from({ length: further.at(-1)?.pairs.size() ?? first.texts.length }, (_, group) => keysOf(group)),
	};
}

export function createGroupIndex(groupBy: readonly NamedColumn<GroupColumn>[]): GroupIndex {
	const dictionaries = groupBy.map(({ column }) => createDictionary(column.keys));
	return groupBy.every(({ column }) => column.keys !== undefined) ? publicIndex(dictionaries) : privateIndex(dictionaries);
}
