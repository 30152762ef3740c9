/**
 * redact: free text with the findings of a detector cut out: `Call Ada on 555-0199` becomes `Call [name] on [phone]`.
 *
 * The detector is code and passed in: a policy that redacts has no JSON form. It is as good as the detector and no better: what that
 * overlooks, is released. Leaks everything else, and the kind, place and number of the findings.
 */
import { checkFunction, checkOptions, VeilkitError } from "@veilkit/core";
import type { Place } from "../error/errors.ts";
import { textOf } from "../token/text-column.ts";
import { mapColumn } from "./map-column.ts";
import type { TreatmentKind } from "./treatment.ts";

/** A place in a text that must not be released. */
export interface DetectedSpan {
	/** UTF-16 position of the first character. */
	readonly start: number;
	/** UTF-16 position behind the last character. */
	readonly end: number;
	/** What was found, for the mark that replaces it: letters, digits and `_.-`. */
	readonly type: string;
}

/** Finds what must not be released in a text. */
export type TextDetector = (text: string) => readonly DetectedSpan[];

/** Data of {@link redact}. */
export interface RedactTreatment {
	readonly treatment: "redact";
	readonly detector: TextDetector;
}

/**
 * Cuts what a detector finds out of free text.
 *
 * @param options - `detector`: a function from a text to the spans to cut; spans may overlap, and are then cut together under the first one's type
 *
 * @example
 * ```ts
 * import { redact } from "@veilkit/pseudonymize";
 * redact({ detector: (text) => [...text.matchAll(/\d{3}-\d{4}/g)].map(({ 0: found, index }) => ({ start: index, end: index + found.length, type: "phone" })) });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function redact(options: { readonly detector: TextDetector }): RedactTreatment {
	return redactKind.parse({ ...options }, "redact(options)");
}

const TYPE = /^[A-Za-z][\w.-]{0,63}$/;

/** The spans of a text in order. What the detector gives is not trusted: a bad span would cut nothing, or put its type's text into the release. */
function detect(detector: TextDetector, text: string, { column, row }: Place): readonly DetectedSpan[] {
	const fail = (problem: string): never => {
		throw new VeilkitError("ERR_PSEUDONYMIZE_DETECTOR", `column "${column}", row ${row}: the detector ${problem}`, {
			details: { column, row },
		});
	};
	let spans: readonly DetectedSpan[];
	try {
		spans = detector(text);
	} catch {
		return fail("threw an error, which is not shown since it may quote the text");
	}
	if (!Array.isArray(spans)) return fail("gave no array of spans");
	for (const { start, end, type } of spans as DetectedSpan[]) {
		const inText = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length;
		if (!inText || typeof type !== "string" || !TYPE.test(type)) fail("gave a span that is not within the text, or has no plain type");
	}
	return [...spans].sort((left, right) => left.start - right.start || right.end - left.end);
}

function cut(text: string, spans: readonly DetectedSpan[]): string {
	let result = "";
	let position = 0;
	for (const { start, end, type } of spans) {
		if (start >= position) result += `${text.slice(position, start)}[${type}]`;
		position = Math.max(position, end);
	}
	return result + text.slice(position);
}

export const redactKind: TreatmentKind<RedactTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "detector"]);
		return Object.freeze({ treatment: "redact", detector: checkFunction(fields["detector"], `${path}.detector`) as TextDetector });
	},
	bind: ({ detector }, { column }) =>
		mapColumn(column, (value, place) => {
			const text = textOf(value, place);
			return cut(text, detect(detector, text, place));
		}),
};
