/**
 * The linter's rules. Each sees all columns of all policies, and yields a finding where one breaks it.
 *
 * Sources: GDPR recital 26 and Article 4(5); EDPB Guidelines 01/2025 on pseudonymisation (version for public consultation), section 3; NIST SP 800-38G
 * revision 1 (second public draft), which demands domains of at least 10^6; PCI DSS 4.0.1, requirement 3.5.1.
 */
import type { Treatment } from "../treatment/registry.ts";
import { type ColumnCategory, DIRECT_IDENTIFIERS, ENUMERABLE, QUASI_IDENTIFIERS } from "./categories.ts";
import type { LintFinding } from "./finding.ts";
import { natureOf } from "./nature.ts";

/** A column with all that is known about it. */
export interface LintedColumn {
	/** For findings: with the policy's name in front, in a set. */
	readonly label: string;
	readonly policy: string;
	readonly treatment: Treatment;
	readonly category: ColumnCategory | undefined;
	/** How many different values there can be, where that was said. */
	readonly possibleValues: number | undefined;
	/** The treatment of another column of the same policy. */
	readonly sibling: (column: string) => Treatment | undefined;
}

/** What is known about the release. */
export interface ReleaseFacts {
	readonly audience: "public" | "restricted";
	/** The key ring of a policy; undefined where that was not said. */
	readonly ringOf: (policy: string) => string | undefined;
}

type Rule = (columns: readonly LintedColumn[], release: ReleaseFacts) => Iterable<LintFinding>;

type Words = Pick<LintFinding, "rule" | "severity" | "message" | "fix">;

/** A rule that looks at one column at a time. */
function forEachColumn(check: (column: LintedColumn, release: ReleaseFacts) => Words | undefined): Rule {
	return function* (columns, release) {
		for (const column of columns) {
			const words = check(column, release);
			if (words) yield { ...words, column: column.label };
		}
	};
}

/** Fewer possible values than this are tried in minutes by whoever holds the key. */
const ENUMERABLE_VALUES = 2 ** 40;

/** NIST SP 800-38G revision 1, second public draft, §5.1: the smallest domain of FF1. */
const SMALLEST_FPE_DOMAIN = 1_000_000;

const lowEntropy = forEachColumn(({ treatment, category, possibleValues }) => {
	const few = possibleValues === undefined ? category !== undefined && ENUMERABLE.has(category) : possibleValues < ENUMERABLE_VALUES;
	if (natureOf(treatment) !== "one-way" || !few) return undefined;
	return {
		rule: "low-entropy-identifier",
		severity: "error",
		message: "has so few possible values that whoever holds the key finds each by trying all; a keyed hash is not one-way to them",
		fix: "use an oblivious pseudonym (@veilkit/pseudonymize/oprf), whose key can be rate-limited, drop the column, or make it coarser",
	};
});

const smallFpeDomain = forEachColumn(({ treatment, possibleValues }) => {
	if (treatment.treatment !== "token.fpe" || possibleValues === undefined || possibleValues >= SMALLEST_FPE_DOMAIN) return undefined;
	return {
		rule: "fpe-domain-too-small",
		severity: "error",
		message: `has fewer than ${SMALLEST_FPE_DOMAIN} possible values, below which FF1 is not to be used`,
		fix: "use token.siv or token.hmac",
	};
});

/** A prefix of more characters can show a whole value: it then hides nothing. */
const LONGEST_PREFIX = 4;

const untouchedIdentifier = forEachColumn(({ treatment, category }) => {
	const shown = treatment.treatment === "keep" || (treatment.treatment === "generalize.prefix" && treatment.length > LONGEST_PREFIX);
	if (category === undefined || !shown) return undefined;
	if (category === "FreeText") {
		return {
			rule: "kept-free-text",
			severity: "error",
			message: "is free text and released as it is: people write names into it",
			fix: "drop it, or redact it with a detector",
		};
	}
	if (DIRECT_IDENTIFIERS.has(category)) {
		return {
			rule: "untouched-identifier",
			severity: "error",
			message: `holds ${category}, which points at one person, and is released as it is`,
			fix: "drop it, or put a token in its place",
		};
	}
	if (!QUASI_IDENTIFIERS.has(category)) return undefined;
	return {
		rule: "untouched-quasi-identifier",
		severity: "warning",
		message: `holds ${category}, which points at one person together with other columns, and is released as it is`,
		fix: "generalize it, and measure what is left with assessRisk",
	};
});

const reversibleInPublic = forEachColumn(({ treatment }, { audience }) => {
	if (audience !== "public" || natureOf(treatment) !== "reversible") return undefined;
	return {
		rule: "reversible-token-in-public",
		severity: "error",
		message: "has tokens that the key opens, in a release that cannot be called back when the key leaks",
		fix: "use token.hmac with a key that is destroyed after the release, or drop the column",
	};
});

const shiftWithoutToken = forEachColumn(({ treatment, sibling }) => {
	if (treatment.treatment !== "shiftDate") return undefined;
	const subject = sibling(treatment.by);
	if (subject === undefined || "canonical" in subject || natureOf(subject) === "gone") return undefined;
	return {
		rule: "date-shift-without-token",
		severity: "error",
		message: `is shifted by "${treatment.by}", which is released as ${subject.treatment}: the subject can be looked up, and one known date then undoes the shift`,
		fix: `put a token in place of "${treatment.by}", or drop it`,
	};
});

/** The token columns by domain. */
function byDomain(columns: readonly LintedColumn[]): ReadonlyMap<string, readonly LintedColumn[]> {
	const domains = new Map<string, LintedColumn[]>();
	for (const column of columns) {
		if (!("canonical" in column.treatment)) continue;
		const { domain } = column.treatment;
		domains.set(domain, [...(domains.get(domain) ?? []), column]);
	}
	return domains;
}

/** A value of the first column and the first column that has another; undefined if all agree. */
function disagreement<T>(columns: readonly LintedColumn[], of: (column: LintedColumn) => T | undefined): LintedColumn | undefined {
	const known = columns.filter((column) => of(column) !== undefined);
	const [first] = known;
	return first && known.find((column) => of(column) !== of(first));
}

const domainOfTwoKinds: Rule = function* (columns) {
	for (const [domain, members] of byDomain(columns)) {
		const other = disagreement(members, ({ category }) => category);
		if (other) {
			yield {
				rule: "domain-of-two-kinds",
				severity: "warning",
				column: other.label,
				message: `shares the domain "${domain}" with columns of another kind: equal texts of both have one token, and can be joined`,
				fix: "give each kind of identifier a domain of its own",
			};
		}
	}
};

const domainOfTwoForms: Rule = function* (columns) {
	for (const [domain, members] of byDomain(columns)) {
		const other = disagreement(members, ({ treatment }) =>
			"canonical" in treatment ? `${treatment.treatment} ${treatment.canonical}` : undefined,
		);
		if (other) {
			yield {
				rule: "domain-that-does-not-join",
				severity: "warning",
				column: other.label,
				message: `shares the domain "${domain}" with columns of another treatment or canonical form: their tokens never join`,
				fix: "give all columns of a domain one treatment and form, or a domain of their own",
			};
		}
	}
};

const ringInTwoDomains: Rule = function* (columns, { ringOf }) {
	const first = new Map<string, LintedColumn>();
	const reported = new Set<string>();
	for (const column of columns) {
		const ring = ringOf(column.policy);
		if (ring === undefined || !("canonical" in column.treatment)) continue;
		const earlier = first.get(ring) ?? column;
		first.set(ring, earlier);
		const [domain, otherDomain] = [column.treatment.domain, (earlier.treatment as { readonly domain: string }).domain];
		if (domain === otherDomain || earlier.policy === column.policy || reported.has(`${ring}/${domain}`)) continue;
		reported.add(`${ring}/${domain}`);
		yield {
			rule: "key-in-two-domains",
			severity: "error",
			column: column.label,
			message: `is in the domain "${domain}" under the key ring "${ring}", which also makes the tokens of the domain "${otherDomain}": whoever holds it can link both`,
			fix: "give each policy that must stay unlinkable a key ring of its own",
		};
	}
};

const tokenBesideExcerpt: Rule = function* (columns) {
	for (const column of columns) {
		const { treatment, category, policy } = column;
		if (
			(treatment.treatment !== "mask" && treatment.treatment !== "generalize.prefix") ||
			category === undefined ||
			!DIRECT_IDENTIFIERS.has(category)
		)
			continue;
		const token = columns.find(
			(other) => other.policy === policy && other.category === category && natureOf(other.treatment) === "one-way",
		);
		if (token) {
			yield {
				rule: "token-beside-excerpt",
				severity: "warning",
				column: column.label,
				message: `shows part of ${category} beside a one-way token of it in "${token.label}": who holds the key has far fewer values left to try`,
				fix: "release one of the two",
			};
		}
	}
};

/** All rules, in the order in which findings are reported. */
export const RULES: readonly Rule[] = [
	untouchedIdentifier,
	lowEntropy,
	smallFpeDomain,
	reversibleInPublic,
	shiftWithoutToken,
	domainOfTwoKinds,
	domainOfTwoForms,
	ringInTwoDomains,
	tokenBesideExcerpt,
];
