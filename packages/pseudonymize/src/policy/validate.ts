/**
 * Rows through a Standard Schema. Of an issue only the path is reported: schema libraries quote the offending value in their messages.
 */
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { VeilkitError } from "@veilkit/core";

function pathOf(issue: StandardSchemaV1.Issue): string {
	const keys = issue.path?.map((segment) => String(typeof segment === "object" ? segment.key : segment)) ?? [];
	return keys.join(".");
}

/**
 * The row that a schema makes of `row`.
 *
 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_ROW_INVALID` with the columns at fault; `ERR_UNSUPPORTED` for a schema that validates asynchronously
 */
export function validateRow(schema: StandardSchemaV1, row: unknown, number: number): Readonly<Record<string, unknown>> {
	const result = schema["~standard"].validate(row);
	if (result instanceof Promise) {
		throw new VeilkitError(
			"ERR_UNSUPPORTED",
			"the policy's schema validates asynchronously; validate rows before, and bind a schema that does not",
		);
	}
	if (result.issues === undefined) return result.value as Readonly<Record<string, unknown>>;
	const columns = [...new Set(result.issues.map(pathOf))];
	throw new VeilkitError("ERR_PSEUDONYMIZE_ROW_INVALID", `row ${number}: the schema refuses ${columns.join(", ") || "the row"}`, {
		details: { row: number, columns },
	});
}
