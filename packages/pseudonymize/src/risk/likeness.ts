/**
 * β-likeness and δ-disclosure: by what factor a class raises the share of a value above its share in the table.
 *
 * Sources: Cao, Karras, "Publishing microdata with a robust privacy guarantee", VLDB 2012, for
 *   basic β     the greatest (p − q) / q over the values, p the share in the class and q in the table
 *   enhanced β  the same gain, counted no further than −ln q, where enhanced likeness bounds it
 * and Brickell, Shmatikov, "The cost of privacy", KDD 2008, for
 *   δ           the greatest |ln(p / q)| over the values that the class has
 * Unlike t they protect rare values: a gain from 0.1 % to 5 % is small as a distance and large as a factor.
 */
import type { ClassMeasure } from "./distribution.ts";

/** The greatest figure of a class over its values, from the share there and in the table. */
function overValues(figure: (inClass: number, inTable: number) => number): ClassMeasure {
	return ({ codes, counts, from, to, size }, shares) => {
		let most = 0;
		for (let at = from; at < to; at++) most = Math.max(most, figure((counts[at] as number) / size, shares[codes[at] as number] as number));
		return most;
	};
}

/** Basic β. */
export const basicBeta: ClassMeasure = overValues((inClass, inTable) => (inClass - inTable) / inTable);

/** Enhanced β. */
export const enhancedBeta: ClassMeasure = overValues((inClass, inTable) => Math.min((inClass - inTable) / inTable, -Math.log(inTable)));

/** δ-disclosure. */
export const deltaDisclosure: ClassMeasure = overValues((inClass, inTable) => Math.abs(Math.log(inClass / inTable)));
