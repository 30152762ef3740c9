/**
 * The data map: which column of which table of which system holds what about whom, why, on which basis, for how long, and how it is treated.
 *
 * It is the one description that discovery writes, and that consent, pseudonymisation, data-subject requests and records of processing
 * (GDPR Article 30) read. Terms are those of the W3C Data Privacy Vocabulary.
 */
import { invalidArgument } from "../error/veilkit-error.ts";
import { checkArray, checkObject, checkOptions, checkString } from "../options/check.ts";
import { DATA_CATEGORIES, type DataCategory } from "./data-categories.ts";
import { type Article6Basis, type Article9Basis, LEGAL_BASES } from "./legal-bases.ts";
import { PURPOSES, type Purpose } from "./purposes.ts";

/** Why a column may be processed. */
export interface DataUse {
	readonly purpose: Purpose;
	readonly legalBasis: Article6Basis;
	/** Required for, and only for, categories of kind `special`. */
	readonly exception?: Article9Basis;
}

/** What a column holds. */
export interface DataMapColumn {
	readonly category: DataCategory;
	/** Every purpose with its legal basis; empty as long as nobody has said why the data is there. */
	readonly uses: readonly DataUse[];
	/** How long a value is kept, as an ISO 8601 duration: `P6M`, `P10Y`. */
	readonly retention?: string;
	/** How a release treats the column, in the words of `@veilkit/pseudonymize`: `token.siv`, `drop`. */
	readonly treatment?: string;
}

/** What a table holds. */
export interface DataMapTable {
	/** The column that says whom a row is about; absent if the rows are about nobody. */
	readonly subjectKey?: string;
	/** The columns with personal data, by name. */
	readonly columns: Readonly<Record<string, DataMapColumn>>;
}

/** What a system holds. */
export interface DataMapSystem {
	/** Tables by name. */
	readonly tables: Readonly<Record<string, DataMapTable>>;
}

/** Where personal data is, system by system. */
export interface DataMap {
	readonly version: 1;
	/** Systems by name. */
	readonly systems: Readonly<Record<string, DataMapSystem>>;
}

/** A name of a vocabulary; the error does not list them all. */
function checkTerm<T extends string>(value: unknown, path: string, terms: Readonly<Record<T, unknown>>, what: string): T {
	if (typeof value !== "string" || !Object.hasOwn(terms, value)) throw invalidArgument(path, `${what} by its DPV name`);
	return value as T;
}

const NAME = { minLength: 1, maxLength: 256 } as const;

/** ISO 8601-1 §5.5.2: at least one component; weeks stand alone. */
const DURATION = {
	maxLength: 64,
	pattern: /^P(?=.)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/,
	description: "an ISO 8601 duration such as P6M",
} as const;

const TREATMENT = { minLength: 1, maxLength: 64, pattern: /^[a-z][A-Za-z.]*$/, description: "the name of a treatment" } as const;

function checkRecord<T>(value: unknown, path: string, check: (entry: unknown, path: string) => T): Readonly<Record<string, T>> {
	const entries = Object.entries(checkObject(value, path)).map(([name, entry]): [string, T] => {
		checkString(name, `${path}: a name`, NAME);
		return [name, check(entry, `${path}[${JSON.stringify(name)}]`)];
	});
	return Object.fromEntries(entries);
}

function checkUse(value: unknown, path: string, category: DataCategory): DataUse {
	const use = checkOptions(checkObject(value, path), path, ["purpose", "legalBasis", "exception"]);
	const purpose = checkTerm(use["purpose"], `${path}.purpose`, PURPOSES, "a purpose");
	const legalBasis = checkTerm(use["legalBasis"], `${path}.legalBasis`, LEGAL_BASES, "a legal basis");
	if (!isArticle6(legalBasis))
		throw invalidArgument(`${path}.legalBasis`, "a legal basis of Article 6; one of Article 9 belongs in exception");
	if (DATA_CATEGORIES[category].kind !== "special") {
		if (use["exception"] !== undefined) throw invalidArgument(`${path}.exception`, `none, since ${category} is not a special category`);
		return { purpose, legalBasis };
	}
	const exception = checkTerm(
		use["exception"],
		`${path}.exception`,
		LEGAL_BASES,
		`an exception of Article 9, since ${category} is a special category,`,
	);
	if (isArticle6(exception)) throw invalidArgument(`${path}.exception`, "an exception of Article 9");
	return { purpose, legalBasis, exception };
}

function isArticle6(basis: Article6Basis | Article9Basis): basis is Article6Basis {
	return LEGAL_BASES[basis].article === 6;
}

function checkColumn(value: unknown, path: string): DataMapColumn {
	const column = checkOptions(checkObject(value, path), path, ["category", "uses", "retention", "treatment"]);
	const category = checkTerm(column["category"], `${path}.category`, DATA_CATEGORIES, "a data category");
	const uses = checkArray(column["uses"], `${path}.uses`).map((use, index) => checkUse(use, `${path}.uses[${index}]`, category));
	const { retention, treatment } = column;
	return {
		category,
		uses,
		...(retention !== undefined && { retention: checkString(retention, `${path}.retention`, DURATION) }),
		...(treatment !== undefined && { treatment: checkString(treatment, `${path}.treatment`, TREATMENT) }),
	};
}

function checkTable(value: unknown, path: string): DataMapTable {
	const table = checkOptions(checkObject(value, path), path, ["subjectKey", "columns"]);
	const { subjectKey } = table;
	return {
		...(subjectKey !== undefined && { subjectKey: checkString(subjectKey, `${path}.subjectKey`, NAME) }),
		columns: checkRecord(table["columns"], `${path}.columns`, checkColumn),
	};
}

function checkSystem(value: unknown, path: string): DataMapSystem {
	const system = checkOptions(checkObject(value, path), path, ["tables"]);
	return { tables: checkRecord(system["tables"], `${path}.tables`, checkTable) };
}

/**
 * A data map from untrusted data, such as a JSON file. The result is a copy.
 *
 * @example
 * ```ts
 * import { checkDataMap } from "@veilkit/core";
 * const map = checkDataMap(JSON.parse(text));
 * map.systems["shop"]?.tables["customers"]?.columns["email"]?.category; // "EmailAddress"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` with the path of the first field that is wrong
 */
export function checkDataMap(value: unknown): DataMap {
	const map = checkOptions(checkObject(value, "dataMap"), "dataMap", ["version", "systems"]);
	if (map["version"] !== 1) throw invalidArgument("dataMap.version", "1");
	return { version: 1, systems: checkRecord(map["systems"], "dataMap.systems", checkSystem) };
}
