/**
 * What each treatment leaves of a value, as rules need to know it.
 */
import type { Treatment } from "../treatment/registry.ts";

/** What is left of a value: all of it, an equal token for equal values, a token that opens with the key, something coarser, or nothing. */
export type Nature = "clear" | "one-way" | "reversible" | "coarser" | "gone";

const NATURES: { readonly [Name in Treatment["treatment"]]: Nature } = {
	keep: "clear",
	drop: "gone",
	constant: "gone",
	"token.hmac": "one-way",
	"token.blake3": "one-way",
	"token.siv": "reversible",
	"token.fpe": "reversible",
	"ip.deterministic": "reversible",
	"ip.prefix": "reversible",
	shiftDate: "coarser",
	"generalize.prefix": "coarser",
	"generalize.bucket": "coarser",
	"generalize.year": "coarser",
	"generalize.month": "coarser",
	"generalize.age": "coarser",
	"generalize.birthYear": "coarser",
	"generalize.zip3": "coarser",
	"generalize.topBottom": "coarser",
	"generalize.hierarchy": "coarser",
	mask: "coarser",
	redact: "coarser",
};

/** What a treatment leaves. */
export function natureOf(treatment: Treatment): Nature {
	return NATURES[treatment.treatment];
}
