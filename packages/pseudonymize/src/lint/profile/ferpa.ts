/**
 * FERPA: education records without personally identifiable information, 34 CFR 99.3 (the definition) and 99.31(b) (de-identified records).
 *
 * 99.31(b)(2) allows a record code for research that is not based on a social security number or other personal information: assign one at random, and
 * state its column as `NotPersonal`. That nobody can be identified "with reasonable certainty" by what is left is for `assessRisk` to support.
 */
import type { Profile } from "./profile.ts";

/** 34 CFR 99.31(b). */
export const FERPA: Profile = {
	name: "ferpa",
	title: "FERPA de-identified records, 34 CFR 99.3 and 99.31(b)",
	url: "https://www.ecfr.gov/current/title-34/section-99.31",
	rules: [
		{
			id: "names",
			source: '34 CFR 99.3, "personally identifiable information" (a) and (b)',
			what: "names of students, parents and family members",
			categories: ["Name", "Family"],
			allows: [],
			severity: "error",
			fix: "drop it",
		},
		{
			id: "addresses",
			source: '34 CFR 99.3, "personally identifiable information" (c)',
			what: "addresses of students and families",
			categories: ["PhysicalAddress", "Street", "HouseNumber", "Contact", "EmailAddress", "TelephoneNumber", "GPSCoordinate"],
			allows: [],
			severity: "error",
			fix: "drop it",
		},
		{
			id: "personal-identifiers",
			source: '34 CFR 99.3, "personally identifiable information" (d); 99.31(b)(2)',
			what: "social security and student numbers, biometric records and other personal identifiers",
			categories: [
				"OfficialID",
				"Passport",
				"Identifier",
				"UID",
				"Username",
				"Biometric",
				"Fingerprint",
				"FacialPrint",
				"Picture",
				"IPAddress",
				"DeviceBased",
			],
			allows: [],
			severity: "error",
			fix: "drop it, or release a record code that was assigned at random and is not based on it",
		},
		{
			id: "indirect-identifiers",
			source: '34 CFR 99.3, "personally identifiable information" (e)',
			what: "date and place of birth and other indirect identifiers",
			categories: ["BirthDate", "BirthPlace"],
			allows: ["generalize.year", "generalize.birthYear", "generalize.hierarchy"],
			severity: "error",
			fix: "use generalize.year for dates and generalize.hierarchy for places, or drop it",
		},
		{
			id: "linkable-attributes",
			source: '34 CFR 99.3, "personally identifiable information" (f)',
			what: "attributes that are linkable to a student in combination",
			categories: ["Age", "Gender", "PostalCode", "City", "Race", "EthnicOrigin", "Nationality", "Disability", "EventDate"],
			allows: [
				"generalize.age",
				"generalize.bucket",
				"generalize.hierarchy",
				{ treatment: "generalize.prefix", atMost: { length: 4 } },
				"generalize.zip3",
				"generalize.year",
				"generalize.month",
			],
			severity: "warning",
			fix: "generalize it, and measure with assessRisk what is left",
		},
		{
			id: "free-text",
			source: '34 CFR 99.3, "personally identifiable information" (f)',
			what: "free text, which may name people",
			categories: ["FreeText", "EmailContent"],
			allows: ["redact"],
			severity: "error",
			fix: "redact it with a detector, or drop it",
		},
	],
};
