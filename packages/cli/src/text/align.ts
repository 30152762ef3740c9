/**
 * Tables for people: columns aligned, numbers to the right.
 */

/** How to lay a table out. */
export interface AlignOptions {
	/** Positions of columns to align to the right. */
	readonly right?: readonly number[];
}

/** Lines of text, one a row, the heading first and a rule below it. */
export function alignTable(heading: readonly string[], rows: readonly (readonly string[])[], options: AlignOptions = {}): string {
	const right = new Set(options.right);
	const widths = heading.map((title, index) => Math.max(title.length, ...rows.map((row) => (row[index] ?? "").length)));
	const line = (cells: readonly string[]): string =>
		cells
			.map((cell, index) => (right.has(index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
			.join("  ")
			.trimEnd();
	return [line(heading), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].map((text) => `${text}\n`).join("");
}
