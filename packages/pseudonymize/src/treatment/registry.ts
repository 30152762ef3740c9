/**
 * All treatments by name. A new one is a file beside this, a line in each list here, and its result type in `policy/output.ts`.
 */
import { checkOneOf, invalidArgument } from "@veilkit/core";
import type { FpeTokenTreatment } from "../fpe/fpe-token.ts";
import type { IpTokenTreatment } from "../ip/ip-token.ts";
import { type ConstantTreatment, constantKind } from "./constant.ts";
import { type DropTreatment, dropKind } from "./drop.ts";
import { type AgeTreatment, age, ageKind, type BirthYearTreatment, birthYear, birthYearKind } from "./generalize-age.ts";
import { type BucketTreatment, bucket, bucketKind } from "./generalize-bucket.ts";
import { type MonthTreatment, month, monthKind, type YearTreatment, year, yearKind } from "./generalize-date.ts";
import { type HierarchyTreatment, hierarchy, hierarchyKind } from "./generalize-hierarchy.ts";
import { type PrefixTreatment, prefix, prefixKind } from "./generalize-prefix.ts";
import { type TopBottomTreatment, topBottom, topBottomKind } from "./generalize-top-bottom.ts";
import { type Zip3Treatment, zip3, zip3Kind } from "./generalize-zip3.ts";
import { type KeepTreatment, keepKind } from "./keep.ts";
import { type MaskTreatment, maskKind } from "./mask.ts";
import { type OptInTreatments, optInKind } from "./opt-in.ts";
import { type RedactTreatment, redactKind } from "./redact.ts";
import { type ShiftDateTreatment, shiftDateKind } from "./shift-date.ts";
import { type Blake3TokenTreatment, blake3Token, blake3TokenKind } from "./token-blake3.ts";
import { type HmacTokenTreatment, hmacToken, hmacTokenKind } from "./token-hmac.ts";
import { type SivTokenTreatment, sivToken, sivTokenKind } from "./token-siv.ts";
import type { BindContext, ColumnTransform, TreatmentFields, TreatmentKind } from "./treatment.ts";

/** Data of the treatments that every policy can use. */
type BuiltInTreatment =
	| KeepTreatment
	| DropTreatment
	| HmacTokenTreatment
	| Blake3TokenTreatment
	| SivTokenTreatment
	| ShiftDateTreatment
	| PrefixTreatment
	| BucketTreatment
	| YearTreatment
	| MonthTreatment
	| AgeTreatment
	| BirthYearTreatment
	| Zip3Treatment
	| TopBottomTreatment
	| HierarchyTreatment
	| MaskTreatment
	| RedactTreatment
	| ConstantTreatment;

/** Data of a treatment that JSON can hold: all but those that carry code. */
export type JsonTreatment = Exclude<Treatment, RedactTreatment>;

/** Data of any treatment: built in, or of a subpath that the caller imports. */
export type Treatment = BuiltInTreatment | FpeTokenTreatment | IpTokenTreatment;

type Kinds = {
	readonly [Name in BuiltInTreatment["treatment"]]: TreatmentKind<Extract<BuiltInTreatment, { readonly treatment: Name }>>;
};

const KINDS: Kinds = {
	keep: keepKind,
	drop: dropKind,
	"token.hmac": hmacTokenKind,
	"token.blake3": blake3TokenKind,
	"token.siv": sivTokenKind,
	shiftDate: shiftDateKind,
	"generalize.prefix": prefixKind,
	"generalize.bucket": bucketKind,
	"generalize.year": yearKind,
	"generalize.month": monthKind,
	"generalize.age": ageKind,
	"generalize.birthYear": birthYearKind,
	"generalize.zip3": zip3Kind,
	"generalize.topBottom": topBottomKind,
	"generalize.hierarchy": hierarchyKind,
	mask: maskKind,
	redact: redactKind,
	constant: constantKind,
};

function kindOf(treatment: Treatment): TreatmentKind<Treatment> {
	// The name ties data and kind together; the type system cannot follow that through a union.
	return (optInKind(treatment) ?? KINDS[treatment.treatment as BuiltInTreatment["treatment"]]) as TreatmentKind<Treatment>;
}

/** Treatments that put a token in place of a value. */
export const token: { readonly hmac: typeof hmacToken; readonly blake3: typeof blake3Token; readonly siv: typeof sivToken } =
	/* @__PURE__ */ Object.freeze({
		hmac: hmacToken,
		blake3: blake3Token,
		siv: sivToken,
	});

/** Treatments that make a value coarser. */
export const generalize: {
	readonly prefix: typeof prefix;
	readonly bucket: typeof bucket;
	readonly year: typeof year;
	readonly month: typeof month;
	readonly age: typeof age;
	readonly birthYear: typeof birthYear;
	readonly zip3: typeof zip3;
	readonly topBottom: typeof topBottom;
	readonly hierarchy: typeof hierarchy;
} = /* @__PURE__ */ Object.freeze({ prefix, bucket, year, month, age, birthYear, zip3, topBottom, hierarchy });

/**
 * Checked, frozen data of a treatment, from a constructor or from JSON.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function parseTreatment(value: unknown, path: string, optIns: readonly OptInTreatments[] = []): Treatment {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalidArgument(path, "a treatment");
	const fields = value as TreatmentFields;
	const optIn = optInKind(value, optIns);
	if (optIn) return optIn.parse(fields, path);
	const name = checkOneOf(fields["treatment"], `${path}.treatment`, Object.keys(KINDS) as BuiltInTreatment["treatment"][]);
	return KINDS[name].parse(fields, path);
}

/** The transform of a treatment for a column; undefined if the column does not leave. */
export function bindTreatment(treatment: Treatment, context: BindContext): ColumnTransform | undefined {
	return kindOf(treatment).bind(treatment, context);
}

/** The other columns that a treatment reads. */
export function columnsRead(treatment: Treatment): readonly string[] {
	return kindOf(treatment).reads?.(treatment) ?? [];
}
