/**
 * Treatments that live in a subpath of their own and are not in the registry, so that a bundle holds them only if it imports them.
 *
 * The frozen data of such a treatment carries the code that runs it, unseen by JSON and by loops over keys. A policy that is read from
 * JSON has lost it, and is given the subpath's treatments again.
 */
import type { TreatmentKind } from "./treatment.ts";

const KIND: unique symbol = /* @__PURE__ */ Symbol("treatment kind");

// biome-ignore lint/suspicious/noExplicitAny: kinds of all data types in one list; `parse` of a kind makes the data its own `bind` takes
type AnyKind = TreatmentKind<any>;

/** The treatments of a subpath, for policies read from JSON. */
export interface OptInTreatments {
	/** Names of the treatments, as in `{ "treatment": name }`. */
	readonly names: readonly string[];
	readonly [KIND]: ReadonlyMap<string, AnyKind>;
}

/** A list of treatments by name. */
export function optInTreatments(kinds: Readonly<Record<string, AnyKind>>): OptInTreatments {
	const byName = new Map(Object.entries(kinds));
	return Object.freeze({ names: Object.freeze([...byName.keys()]), [KIND]: byName });
}

/** Freezes the data of a treatment with the code that runs it. */
export function withKind<T extends { readonly treatment: string }>(data: T, kind: TreatmentKind<T>): T {
	return Object.freeze(Object.defineProperty(data, KIND, { value: kind }));
}

/** The code that runs a treatment: its own, or that of its name in the lists. */
export function optInKind(treatment: object, lists: readonly OptInTreatments[] = []): AnyKind | undefined {
	const own = (treatment as { readonly [KIND]?: AnyKind })[KIND];
	if (own !== undefined) return own;
	const name = (treatment as { readonly treatment?: unknown }).treatment;
	return lists.map((list) => list[KIND].get(name as string)).find((kind) => kind !== undefined);
}
