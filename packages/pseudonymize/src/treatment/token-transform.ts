/**
 * Runs tokenizers over columns: the newest key makes the tokens, all keys of the ring answer lookups.
 */
import type { Column } from "@veilkit/core";
import type { TextColumn } from "../token/text-column.ts";
import type { Token } from "../token/token.ts";
import type { ColumnTransform } from "./treatment.ts";

/** The present values of a column, in whatever form its tokenizer reads. */
interface PresentValues {
	/** The index in the column of each value. */
	readonly rows: Int32Array;
}

/** Makes the tokens of a column under one key. */
export interface ColumnTokenizer<Texts extends PresentValues = TextColumn> {
	/** One token for each text, in order. */
	tokens(texts: Texts): Token[];
	/** Overwrites derived keys. */
	dispose(): void;
}

/**
 * The transform of a token treatment.
 *
 * @param tokenizers - one for each key, the primary first
 * @param encode - the canonical texts of a column
 */
export function tokenTransform<Texts extends PresentValues = TextColumn>(
	tokenizers: readonly ColumnTokenizer<Texts>[],
	encode: (values: Column, firstRow: number) => Texts,
): ColumnTransform {
	const current = tokenizers[0] as ColumnTokenizer<Texts>;
	return {
		apply({ values, firstRow }) {
			const texts = encode(values, firstRow);
			const tokens = current.tokens(texts);
			if (tokens.length === values.length) return tokens;
			const column: (Token | null)[] = new Array(values.length).fill(null);
			for (let index = 0; index < tokens.length; index++) column[texts.rows[index] as number] = tokens[index] as Token;
			return column;
		},
		lookup(value) {
			const text = encode([value], 1);
			return tokenizers.map((tokenizer) => tokenizer.tokens(text)[0] as Token);
		},
		dispose() {
			for (const tokenizer of tokenizers) tokenizer.dispose();
		},
	};
}
