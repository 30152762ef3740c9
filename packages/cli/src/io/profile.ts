/**
 * Profiles of laws and standards on the command line: flags, column maps, and findings as text.
 */
import { isVeilkitError } from "@veilkit/core";
import type { JsonPolicy } from "@veilkit/pseudonymize";
import {
	type ColumnCategories,
	checkCategories,
	checkProfile,
	type LintFinding,
	PROFILES,
	type ProfileName,
} from "@veilkit/pseudonymize/lint";
import { Option } from "commander";
import { columnError, fileError, findingsError } from "../error/usage.ts";
import { suggestion } from "../text/closest.ts";
import { readJson } from "./input.ts";

/** Options of commands that hold a policy to a profile, as commander gives them. */
export interface ProfileFlags {
	readonly profile?: ProfileName;
	readonly columnsMap?: string;
}

/** The flags. */
export function profileOptions(): readonly Option[] {
	return [
		new Option("--profile <name>", "hold the policy to a law or standard").choices(Object.keys(PROFILES)),
		new Option("--columns-map <file>", "what columns hold, as JSON from names to DPV categories; told by their names unless given"),
	];
}

/**
 * What the columns of a policy hold, from the map's file; nothing where there is no file.
 *
 * @throws {VeilkitError} `ERR_CLI_FILE`, `ERR_CLI_COLUMN` naming a column that the policy lacks
 */
export async function readCategories(path: string | undefined, policy: JsonPolicy): Promise<ColumnCategories> {
	if (path === undefined) return {};
	const json = await readJson(path);
	let categories: ColumnCategories;
	try {
		categories = checkCategories(json);
	} catch (error) {
		throw isVeilkitError(error) ? fileError(path, error.message) : error;
	}
	const present = Object.keys(policy.columns);
	const missing = Object.keys(categories).filter((name) => !present.includes(name));
	if (missing.length === 0) return categories;
	const list = missing.map((name) => `"${name}"${suggestion(name, present)}`).join(", ");
	throw columnError(`${path}: the policy has no column ${list}`, missing);
}

/** The findings of the profile that the flags name; none without one. */
export function profileFindings(
	policy: JsonPolicy,
	profile: ProfileName | undefined,
	categories: ColumnCategories,
): readonly LintFinding[] {
	return profile === undefined ? [] : checkProfile(policy, profile, categories);
}

/** A finding as a line. */
export function describeFinding({ severity, column, message, fix, rule, source }: LintFinding): string {
	return `${severity}: column "${column}" ${message}; ${fix} [${rule}${source === undefined ? "" : `, ${source}`}]`;
}

/**
 * Refuses to go on if a finding is an error.
 *
 * @throws {VeilkitError} `ERR_CLI_FINDINGS`
 */
export function requireNoErrors(findings: readonly LintFinding[], path: string): void {
	const errors = findings.filter(({ severity }) => severity === "error").length;
	if (errors > 0) throw findingsError(`${path}: ${errors} of ${findings.length} findings ${errors === 1 ? "is an error" : "are errors"}`);
}
