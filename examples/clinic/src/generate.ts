/**
 * Makes data/patients.csv: nobody in it exists. The same seed gives the same bytes; a test makes them again and compares.
 *
 *     npx tsx --conditions=@veilkit/source src/generate.ts
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { randomInteger } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";

const SEED = 20_261_124;
const PATIENTS = 200;

const HEADER = "study_code,mrn,name,birth_date,sex,zip,admitted,diagnosis,charges,notes";
const GIVEN = ["Amara", "Bo", "Chidi", "Dana", "Elif", "Farid", "Greta", "Hana", "Ivo", "Juno"];
const FAMILY = ["Abara", "Berg", "Castillo", "Demir", "Eklund", "Farrow", "Gupta", "Haddad", "Ito", "Jansen"];
const ZIPS = ["90001", "90002", "90013", "91042", "91055", "92110", "93001"];
const DIAGNOSES = ["asthma", "diabetes", "fracture", "hypertension", "influenza"];

function dayText(year: number, dayOfYear: number): string {
	return new Date(Date.UTC(year, 0, 1 + dayOfYear)).toISOString().slice(0, 10);
}

/** The text of the file. */
export function generatePatients(): string {
	const random = seededRandom(SEED);
	const pick = (names: readonly string[]): string => names[randomInteger(names.length, random)] as string;
	const lines = Array.from({ length: PATIENTS }, (_, index) => {
		const name = `${pick(GIVEN)} ${pick(FAMILY)}`;
		// Drawn and not derived from the patient: the only code that Safe Harbor lets a record keep (45 CFR 164.514(c)).
		const code = randomInteger(0x1_0000_0000, random).toString(16).padStart(8, "0");
		const fields = [
			code,
			`MRN-${100_000 + index}`,
			name,
			dayText(1926 + randomInteger(95, random), randomInteger(365, random)),
			pick(["F", "M"]),
			pick(ZIPS),
			dayText(2024 + randomInteger(2, random), randomInteger(365, random)),
			pick(DIAGNOSES),
			String(200 + randomInteger(40, random) ** 3),
			randomInteger(4, random) === 0 ? `asked for ${name.split(" ")[0]}'s sister to be called` : "",
		];
		return fields.join(",");
	});
	return `${[HEADER, ...lines].join("\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	await writeFile(new URL("../data/patients.csv", import.meta.url), generatePatients());
