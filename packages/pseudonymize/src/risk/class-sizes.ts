/**
 * What follows from the sizes of the classes alone: k, the risks of three attackers, and what the classes cost in usefulness.
 *
 * Attackers, in the terms of El Emam, Guide to the De-Identification of Personal Health Information, 2013:
 *   prosecutor   knows that one person is in the table: highest 1/k, for the rows of the smallest classes
 *   journalist   does not know it and matches against a larger population: 1 / k-map (`presence.ts`), never above the prosecutor's
 *   marketer     matches all rows: the expected share of right matches, classes/rows, the average over rows of 1/class size
 * k is Sweeney's (2002). Loss: discernibility DM (Bayardo, Agrawal, ICDE 2005), the sum of squared class sizes, and C_avg (LeFevre, DeWitt,
 * Ramakrishnan, ICDE 2006), the average class size in units of k.
 */
import type { ClassLoss, ClassSizeBin, RowsBelow } from "./figures.ts";

/** Class sizes that occur, ascending. */
export function histogramOf(sizes: Int32Array): readonly ClassSizeBin[] {
	const classesBySize = new Map<number, number>();
	for (const size of sizes) classesBySize.set(size, (classesBySize.get(size) ?? 0) + 1);
	return [...classesBySize].sort(([a], [b]) => a - b).map(([size, classes]) => ({ size, classes, rows: size * classes }));
}

/** Rows in classes smaller than a limit. */
export function rowsBelow(histogram: readonly ClassSizeBin[], below: number, rows: number): RowsBelow {
	const atRisk = histogram.reduce((sum, bin) => (bin.size < below ? sum + bin.rows : sum), 0);
	return { below, rows: atRisk, share: rows === 0 ? 0 : atRisk / rows };
}

/** DM and class sizes. */
export function classLoss(histogram: readonly ClassSizeBin[], rows: number): ClassLoss {
	const classes = histogram.reduce((sum, bin) => sum + bin.classes, 0);
	const averageClassSize = classes === 0 ? 0 : rows / classes;
	return {
		discernibility: histogram.reduce((sum, bin) => sum + bin.classes * bin.size ** 2, 0),
		averageClassSize,
		normalizedClassSize: classes === 0 ? 0 : averageClassSize / (histogram[0] as ClassSizeBin).size,
	};
}
