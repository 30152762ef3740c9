/**
 * What the linter reports. Findings name policies, columns, treatments and rules; the linter sees no value.
 */

/** Something that a policy should not do. */
export interface LintFinding {
	/** The rule's name, or `profile/rule` for a profile's. */
	readonly rule: string;
	/** An error breaks what the policy promises; a warning needs somebody to look and decide. */
	readonly severity: "error" | "warning";
	/** The column; in a set of policies with the policy's name in front: `orders.customer`. */
	readonly column: string;
	/** What is wrong. */
	readonly message: string;
	/** What to do. */
	readonly fix: string;
	/** Where the rule comes from, for rules of a profile. */
	readonly source?: string;
}
