/**
 * shiftDate: dates moved by a whole number of days that is secret, the same for all dates of a subject, and different between subjects.
 *
 * The shift is the HMAC-SHA-256 of the subject's identifier, reduced to the 2·maxDays numbers from −maxDays to +maxDays without 0: no
 * date is released as it was. 128 bits are reduced, so the distribution is uniform up to 2^-100.
 *
 * The key is derived for maxDays and for domain and form of the subject's own tokens, or, where the subject's column has no tokens, for a
 * domain of its own that must then be named: dates of a subject move alike within a domain, and independently across domains. Intervals between the dates of a subject stay, and so do
 * times of day. Leaks exactly those: one known date of a subject reveals all others, and weekly or seasonal rhythms narrow the shift down.
 */
import { type Column, checkInteger, checkOptions, checkString, deriveBytes, invalidArgument, type Value } from "@veilkit/core";
import { createHmacSha256, HMAC_SHA256_BYTES } from "@veilkit/kernels";
import { canonicalizer } from "../canonical/canonical.ts";
import { shiftByDays } from "../date/iso-date.ts";
import { columnMissing, unfitValue } from "../error/errors.ts";
import { encodeTextColumn } from "../token/text-column.ts";
import { DOMAIN_SHAPE, tokenContext } from "./token-options.ts";
import type { TreatmentKind } from "./treatment.ts";

/** Data of {@link shiftDate}. */
export interface ShiftDateTreatment<By extends string = string> {
	readonly treatment: "shiftDate";
	/** The column that identifies the subject; read before it is treated itself. */
	readonly by: By;
	/** The largest shift in days, both ways. */
	readonly maxDays: number;
	/** Where dates of one subject move alike, if the subject's column has no tokens, whose domain would say so. */
	readonly domain?: string;
}

/** Options of {@link shiftDate}. */
export interface ShiftDateOptions<By extends string> {
	/** The column that identifies the subject. */
	readonly by: By;
	/** 1 to 3650. */
	readonly maxDays: number;
	/** Required where the subject's column has no tokens, and only there: dates of one subject move alike within a domain. */
	readonly domain?: string;
}

/** Marks the context of a subject column without tokens in derivation labels; no domain can be called so. */
const NO_TOKENS = "-";

/**
 * Moves the dates of each subject by a secret number of days.
 *
 * @param options - `by`: the column that identifies the subject; `maxDays`: 1 to 3650; `domain`: if the subject's column has no tokens
 *
 * @example
 * ```ts
 * import { shiftDate } from "@veilkit/pseudonymize";
 * shiftDate({ by: "id", maxDays: 90 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function shiftDate<const By extends string>(options: ShiftDateOptions<By>): ShiftDateTreatment<By> {
	return shiftDateKind.parse({ ...options }, "shiftDate(options)") as ShiftDateTreatment<By>;
}

/** The shift in days from the first 16 bytes of a tag. */
function shiftOf(tags: Uint8Array, start: number, maxDays: number): number {
	const range = 2 * maxDays;
	let remainder = 0;
	for (let at = start; at < start + 16; at++) remainder = (remainder * 256 + (tags[at] as number)) % range;
	return remainder < maxDays ? remainder - maxDays : remainder - maxDays + 1;
}

export const shiftDateKind: TreatmentKind<ShiftDateTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "by", "maxDays", "domain"]);
		const domain = fields["domain"];
		return Object.freeze({
			treatment: "shiftDate",
			by: checkString(fields["by"], `${path}.by`, { minLength: 1 }),
			maxDays: checkInteger(fields["maxDays"], `${path}.maxDays`, { min: 1, max: 3650 }),
			...(domain === undefined ? {} : { domain: checkString(domain, `${path}.domain`, DOMAIN_SHAPE) }),
		});
	},
	reads: ({ by }) => [by],
	bind({ by, maxDays, domain }, { keys, column, tokensOf }) {
		const tokens = tokensOf(by);
		if ((tokens === undefined) !== (domain !== undefined)) {
			const expected = tokens ? `none, since the tokens of "${by}" have one` : `a domain, since "${by}" has no tokens that would have one`;
			throw invalidArgument(`bindPolicy(policy).columns.${column}.domain`, expected);
		}
		const canonicalize = canonicalizer(tokens?.canonical ?? "exact");
		const context = `${tokens ? tokenContext(tokens) : `${NO_TOKENS}/${domain}`}/days.${maxDays}`;
		const macKey = deriveBytes(keys.primary, { package: "pseudonymize", purpose: "date-shift", context }, 32);
		const hmac = createHmacSha256(macKey);
		macKey.fill(0);
		return {
			apply({ values, batch, firstRow }) {
				const subjects: Column | undefined = batch.columns[by];
				if (subjects === undefined) throw columnMissing(by);
				const texts = encodeTextColumn(subjects, canonicalize, by, firstRow);
				const tags = hmac.tagAll(texts.bytes, texts.offsets);
				const shifted: Value[] = new Array(values.length).fill(null);
				let subject = 0;
				for (let index = 0; index < values.length; index++) {
					const known = texts.rows[subject] === index;
					const value = values[index] ?? null;
					if (value !== null) {
						if (!known) throw unfitValue({ column: by, row: firstRow + index }, `a subject for the date in column "${column}"`);
						const days = shiftOf(tags, subject * HMAC_SHA256_BYTES, maxDays);
						shifted[index] = shiftByDays(value, days, { column, row: firstRow + index });
					}
					if (known) subject++;
				}
				return shifted;
			},
			dispose: () => hmac.dispose(),
		};
	},
};
