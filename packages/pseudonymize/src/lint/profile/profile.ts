/**
 * What a profile is: rules of a law or standard about kinds of columns, as data with their sources.
 *
 * A profile says which treatments a kind of column may have. It is a check list against mistakes and no legal advice: whether a release is lawful
 * depends on more than its columns.
 */
import type { Treatment } from "../../treatment/registry.ts";
import type { ColumnCategory } from "../categories.ts";
import type { LintFinding } from "../finding.ts";

/** A treatment that a rule allows, by name, or with the largest values that its numeric options may have. */
export type AllowedTreatment =
	| Treatment["treatment"]
	| { readonly treatment: Treatment["treatment"]; readonly atMost: Readonly<Record<string, number>> };

/** A rule about some kinds of columns. */
export interface ProfileRule {
	/** Names the rule within the profile. */
	readonly id: string;
	/** Law or standard, with the section. */
	readonly source: string;
	/** What the columns hold, in the words of the source. */
	readonly what: string;
	readonly categories: readonly ColumnCategory[];
	/** The treatments that satisfy the rule; leaving the column out always does. */
	readonly allows: readonly AllowedTreatment[];
	readonly severity: LintFinding["severity"];
	/** What to do instead. */
	readonly fix: string;
}

/** A named set of rules. */
export interface Profile {
	readonly name: string;
	readonly title: string;
	/** Where to read the text. */
	readonly url: string;
	readonly rules: readonly ProfileRule[];
}
