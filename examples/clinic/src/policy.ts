/**
 * How the clinic releases its patients for research under HIPAA Safe Harbor, and what each column holds.
 */
import { readFileSync } from "node:fs";
import { definePolicy, drop, generalize, keep } from "@veilkit/pseudonymize";
import type { ColumnCategories } from "@veilkit/pseudonymize/lint";
import * as v from "valibot";

const text = v.nullable(v.string());

const Patient = v.object({
	study_code: v.string(),
	mrn: v.string(),
	name: v.string(),
	birth_date: v.string(),
	sex: text,
	zip: v.string(),
	admitted: v.string(),
	diagnosis: text,
	charges: v.string(),
	notes: text,
});

/** People by the first three digits of the ZIP code, from the census; here as invented as the patients. */
const populations = JSON.parse(readFileSync(new URL("../data/populations.json", import.meta.url), "utf8")) as Record<string, number>;

/** What each column holds. */
export const categories: ColumnCategories = {
	study_code: "NotPersonal",
	mrn: "Identifier",
	name: "Name",
	birth_date: "BirthDate",
	sex: "Gender",
	zip: "PostalCode",
	admitted: "EventDate",
	diagnosis: "Health",
	charges: "Financial",
	notes: "FreeText",
};

/** What one would write first: names gone, the rest as it is. */
export const firstTry = definePolicy(Patient, {
	study_code: keep,
	mrn: keep,
	name: drop,
	birth_date: keep,
	sex: keep,
	zip: generalize.prefix(3),
	admitted: generalize.month(),
	diagnosis: keep,
	charges: keep,
	notes: keep,
});

/** What Safe Harbor allows. */
export const safeHarbor = definePolicy(Patient, {
	study_code: keep,
	mrn: drop,
	name: drop,
	birth_date: generalize.birthYear({ asOf: 2026 }),
	sex: keep,
	zip: generalize.zip3({ populations }),
	admitted: generalize.year(),
	diagnosis: keep,
	charges: generalize.topBottom({ top: 25_000 }),
	notes: drop,
});
