/**
 * Policy files, and their columns against those of a table.
 */
import { isVeilkitError } from "@veilkit/core";
import { type JsonPolicy, policyFromJson } from "@veilkit/pseudonymize";
import { fpeTreatments } from "@veilkit/pseudonymize/fpe";
import { ipTreatments } from "@veilkit/pseudonymize/ip";
import { columnError, fileError } from "../error/usage.ts";
import { suggestion } from "../text/closest.ts";
import { displayName, readJson } from "./input.ts";

/**
 * A policy from its file.
 *
 * @throws {VeilkitError} `ERR_CLI_FILE` naming the file, the column and the field
 */
export async function readPolicy(path: string): Promise<JsonPolicy> {
	const json = await readJson(path);
	try {
		return policyFromJson(json, { treatments: [fpeTreatments, ipTreatments] });
	} catch (error) {
		if (isVeilkitError(error))
			throw fileError(path, error.message.replace("policyFromJson(value)", "policy").replace("policyFromJson(value", "policy("));
		throw error;
	}
}

/**
 * Refuses names that a table lacks.
 *
 * @param wanted - names that the command or the policy gives; they are printed
 * @param present - names in the table's header; one is printed only if it is close to a wanted one, since a header can be data
 */
export function requireColumns(wanted: readonly string[], present: readonly string[], path: string): void {
	const missing = wanted.filter((name) => !present.includes(name));
	if (missing.length === 0) return;
	const free = present.filter((name) => !wanted.includes(name));
	const list = missing.map((name) => `"${name}"${suggestion(name, free)}`).join(", ");
	throw columnError(
		`${displayName(path)}: no column ${list} among the ${present.length} of its header; is the first line the header, and the delimiter right?`,
		missing,
	);
}
