/**
 * What columns hold, as far as the linter needs to know: DPV data categories (`@veilkit/core`), and four kinds that are none.
 *
 * A column without a stated category is judged by its name, in English and by common abbreviations. A guess can be wrong both ways; stating
 * categories is better, and the data map is where they come from.
 */
import { checkObject, DATA_CATEGORIES, type DataCategory, invalidArgument } from "@veilkit/core";

/** Kinds of columns beside DPV's categories. */
export const OTHER_CATEGORIES = ["EventDate", "FreeText", "CardVerificationCode", "NotPersonal"] as const;

/** What a column holds. `EventDate`: a date about somebody that is no birth date. `NotPersonal`: nothing that helps to tell who it is about. */
export type ColumnCategory = DataCategory | (typeof OTHER_CATEGORIES)[number];

/** Categories by column name. */
export type ColumnCategories = Readonly<Record<string, ColumnCategory>>;

/** Words of column names, in order: the first that fits decides. A name is cut into words at capitals and at what is no letter. */
const WORDS: readonly (readonly [RegExp, ColumnCategory])[] = [
	[/\b(?:cvv|cvc|cvv2|cvc2|cid code|card verification)\b/, "CardVerificationCode"],
	[/\b(?:pan|card number|card no|credit card|cardnumber)\b/, "PaymentCardNumber"],
	[/\b(?:iban|bank account|account number|account no)\b/, "FinancialAccountNumber"],
	[/\b(?:ssn|social security|national id|nino|tax id|licen[cs]e|license number|personal number)\b/, "OfficialID"],
	[/\bpassport\b/, "Passport"],
	[/\b(?:e ?mail|mail address)\b/, "EmailAddress"],
	[/\b(?:phone|telephone|mobile|msisdn|fax|cell)\b/, "TelephoneNumber"],
	[/\b(?:mrn|medical record|member id|policy number|health plan)\b/, "Identifier"],
	[/\b(?:ip|ip address|ipv4|ipv6)\b/, "IPAddress"],
	[/\b(?:mac|imei|serial|device id|device)\b/, "DeviceBased"],
	[/\b(?:url|username|login|handle)\b/, "Username"],
	[/\b(?:plate|vin|vehicle)\b/, "VehicalLicenseNumber"],
	[/\b(?:photo|picture|avatar|portrait)\b/, "Picture"],
	[/\b(?:dob|birth ?date|birthday|date of birth|born)\b/, "BirthDate"],
	[/\bbirth ?place\b/, "BirthPlace"],
	[/\bage\b/, "Age"],
	[/\b(?:zip|zip code|postcode|postal code|postal)\b/, "PostalCode"],
	[/\b(?:lat|latitude|lon|lng|longitude|gps|geo)\b/, "GPSCoordinate"],
	[/\b(?:street|address|addr)\b/, "PhysicalAddress"],
	[/\b(?:city|town)\b/, "City"],
	[/\b(?:first name|last name|full name|surname|given name|family name|firstname|lastname|fullname|name)\b/, "Name"],
	[/\b(?:sex|gender)\b/, "Gender"],
	[/\b(?:race|ethnicity)\b/, "Race"],
	[/\breligion\b/, "Religion"],
	[/\b(?:nationality|citizenship)\b/, "Nationality"],
	[/\bmarital\b/, "MaritalStatus"],
	[/\b(?:occupation|job)\b/, "Job"],
	[/\b(?:education|degree)\b/, "Education"],
	[/\b(?:income|salary|wage)\b/, "Income"],
	[/\b(?:diagnosis|diagnoses|icd|dx)\b/, "Health"],
	[/\b(?:note|notes|comment|comments|remark|remarks|free text|description|message)\b/, "FreeText"],
	[/\b(?:date|day|admitted|discharged|visited|joined|created|updated|time|timestamp)\b/, "EventDate"],
	[/\b(?:id|uid|uuid|guid|key|customer|patient|student|user|subject)\b/, "Identifier"],
];

/** What a column holds by its name; undefined if the name says nothing. */
export function guessCategory(column: string): ColumnCategory | undefined {
	const words = column
		.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, " ");
	return WORDS.find(([pattern]) => pattern.test(words))?.[1];
}

/**
 * Categories from untyped data, such as a JSON file.
 *
 * @example
 * ```ts
 * import { checkCategories } from "@veilkit/pseudonymize/lint";
 * checkCategories({ email: "EmailAddress", admitted: "EventDate", notes: "FreeText" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` naming the column
 */
export function checkCategories(value: unknown): ColumnCategories {
	for (const [column, category] of Object.entries(checkObject(value, "categories"))) {
		const known =
			typeof category === "string" && (Object.hasOwn(DATA_CATEGORIES, category) || OTHER_CATEGORIES.includes(category as never));
		if (!known) throw invalidArgument(`categories.${column}`, `a DPV data category, or one of ${OTHER_CATEGORIES.join(", ")}`);
	}
	return value as ColumnCategories;
}

/** Categories that point at one person by themselves. */
export const DIRECT_IDENTIFIERS: ReadonlySet<ColumnCategory> = /* @__PURE__ */ new Set<ColumnCategory>([
	"Name",
	"Username",
	"UID",
	"Identifier",
	"OfficialID",
	"Passport",
	"Picture",
	"Contact",
	"EmailAddress",
	"TelephoneNumber",
	"PhysicalAddress",
	"BankAccount",
	"FinancialAccountNumber",
	"PaymentCardNumber",
	"IPAddress",
	"MACAddress",
	"DeviceBased",
	"BrowserFingerprint",
	"GPSCoordinate",
	"VehicalLicenseNumber",
	"Genetic",
	"Biometric",
	"Fingerprint",
	"FacialPrint",
]);

/** Categories that point at one person together with others. */
export const QUASI_IDENTIFIERS: ReadonlySet<ColumnCategory> = /* @__PURE__ */ new Set<ColumnCategory>([
	"BirthDate",
	"BirthPlace",
	"Age",
	"Gender",
	"PostalCode",
	"City",
	"Street",
	"HouseNumber",
	"Location",
	"Nationality",
	"Citizenship",
	"MaritalStatus",
	"Education",
	"Job",
	"Race",
	"EthnicOrigin",
	"EventDate",
]);

/** Categories with so few possible values that whoever holds the key can try them all. */
export const ENUMERABLE: ReadonlySet<ColumnCategory> = /* @__PURE__ */ new Set<ColumnCategory>([
	"OfficialID",
	"TelephoneNumber",
	"PaymentCardNumber",
	"IPAddress",
	"PostalCode",
	"BirthDate",
	"Age",
	"Gender",
	"VehicalLicenseNumber",
]);
