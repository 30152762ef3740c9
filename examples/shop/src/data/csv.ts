/**
 * CSV (RFC 4180) written by hand, on purpose: the data must not come from the code that the demo puts to the test.
 */
function field(value: string): string {
	return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The text of a table; the keys of the first row are the header. */
export function toCsv<Row extends object>(rows: readonly Row[]): string {
	const lines = rows.map((row) => (Object.values(row) as readonly string[]).map(field).join(","));
	return `${[Object.keys(rows[0] ?? {}).join(","), ...lines].join("\n")}\n`;
}
