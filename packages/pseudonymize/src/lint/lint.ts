/**
 * The policy linter: finds what a policy gives away, from the policy and from what its author knows about the columns. It reads no data.
 *
 * No finding is no proof: the linter knows common mistakes. What a release really leaves to an attacker is measured by `assessRisk`.
 */
import { checkInteger, checkObject, checkOneOf, checkOptions, checkString, invalidArgument } from "@veilkit/core";
import type { Policy } from "../policy/policy.ts";
import { type ColumnCategories, checkCategories, guessCategory } from "./categories.ts";
import type { LintFinding } from "./finding.ts";
import { type LintedColumn, RULES } from "./rules.ts";

/** What is known beside the policy. Columns of a set of policies are named `policy.column`. */
export interface LintFacts {
	/** Who gets the release: anybody, or people who are bound by a contract. Restricted unless given. */
	readonly audience?: "public" | "restricted";
	/** What columns hold; told by the name of the column where it is not given. */
	readonly categories?: ColumnCategories;
	/** How many different values a column can have at most, in the world and not in the table. */
	readonly possibleValues?: Readonly<Record<string, number>>;
	/** The name of the key ring that each policy of a set is bound to. */
	readonly rings?: Readonly<Record<string, string>>;
}

/** Whether something is a policy, and no set of them. */
function isPolicy(value: Policy | Readonly<Record<string, Policy>>): value is Policy {
	return typeof value.version === "number";
}

/** Facts by column must name columns that there are: a mistyped name would silence a rule. */
function checkNames(facts: object, known: ReadonlySet<string>, path: string): void {
	for (const name of Object.keys(facts))
		if (!known.has(name)) throw invalidArgument(`${path}.${name}`, "the name of a column of the policy");
}

/**
 * Findings of all rules.
 *
 * @param policies - a policy, or policies by name, which are then looked at together
 * @param facts - what is known about the columns and the release
 * @returns the findings, errors first; empty if there is nothing to say
 *
 * @example
 * ```ts
 * import { policyFromJson } from "@veilkit/pseudonymize";
 * import { lint } from "@veilkit/pseudonymize/lint";
 * const policy = policyFromJson({ version: 1, columns: { phone: { treatment: "token.hmac", domain: "crm" } } });
 * lint(policy, { audience: "public" })[0]?.rule; // "low-entropy-identifier"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for facts about columns or policies that there are not
 */
export function lint(policies: Policy | Readonly<Record<string, Policy>>, facts: LintFacts = {}): readonly LintFinding[] {
	checkOptions(facts, "lint(facts)", ["audience", "categories", "possibleValues", "rings"]);
	const { audience = "restricted", possibleValues = {}, rings = {} } = facts;
	checkOneOf(audience, "lint(facts.audience)", ["public", "restricted"]);
	const categories = checkCategories(facts.categories ?? {});
	for (const [name, count] of Object.entries(checkObject(possibleValues, "lint(facts.possibleValues)")))
		checkInteger(count, `lint(facts.possibleValues.${name})`, { min: 1 });
	for (const [name, ring] of Object.entries(checkObject(rings, "lint(facts.rings)")))
		checkString(ring, `lint(facts.rings.${name})`, { minLength: 1 });

	const set = isPolicy(policies) ? { "": policies } : policies;
	const columns = Object.entries(set).flatMap(([policy, { columns: treatments }]) =>
		Object.entries(treatments).map(([name, treatment]): LintedColumn => {
			const label = policy === "" ? name : `${policy}.${name}`;
			return {
				label,
				policy,
				treatment,
				category: (Object.hasOwn(categories, label) ? categories[label] : undefined) ?? guessCategory(name),
				possibleValues: Object.hasOwn(possibleValues, label) ? possibleValues[label] : undefined,
				sibling: (column) => (Object.hasOwn(treatments, column) ? treatments[column] : undefined),
			};
		}),
	);
	const labels = new Set(columns.map(({ label }) => label));
	checkNames(categories, labels, "lint(facts.categories)");
	checkNames(possibleValues, labels, "lint(facts.possibleValues)");
	checkNames(rings, new Set(Object.keys(set)), "lint(facts.rings)");

	const ringOf = (policy: string): string | undefined => (Object.hasOwn(rings, policy) ? rings[policy] : undefined);
	const findings = RULES.flatMap((rule) => [...rule(columns, { audience, ringOf })]);
	return [...findings.filter(({ severity }) => severity === "error"), ...findings.filter(({ severity }) => severity === "warning")];
}
