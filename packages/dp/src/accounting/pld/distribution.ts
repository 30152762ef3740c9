/**
 * A privacy-loss distribution on a grid: under P, the loss ln(P/Q) is i·h with mass mᵢ, and infinite with mass m∞.
 *
 * From a continuous law to the grid ("connect the dots", Doroshenko, Ghazi, Kamath, Kumar, Manurangsi 2022): what lies in a bin
 * (jh, (j + 1)h] is split over its two ends so that both its P-mass and its Q-mass are kept. That is the chord of the hockey-stick curve, so
 * never below it, and its bias is of second order in h. The split is a small difference of large numbers; its error, at most
 * {@link SPLIT_ERROR}/h of the bin, goes to the upper end. The optimistic estimate moves all of a bin to its lower end.
 */
import { invalidArgument } from "@veilkit/core";
import { exp, expm1 } from "../../numeric/elementary.ts";
import { NORMAL_ERROR } from "../../numeric/normal.ts";

/** Which side of the truth an estimate lies on: `"pessimistic"` never reports too little privacy loss, `"optimistic"` never too much. */
export type Estimate = "pessimistic" | "optimistic";

/** One direction of a privacy-loss distribution. */
export interface LossDistribution {
	/** Grid index of the first mass: its loss is first·interval. */
	readonly first: number;
	readonly masses: Float64Array;
	readonly infinity: number;
}

/** P-mass and Q-mass above and up to a loss. */
export interface Tails {
	pAbove: number;
	pUpTo: number;
	qAbove: number;
	qUpTo: number;
}

/** A pair of laws whose loss is a number on the line, by its cumulative masses. Outside [low, high] there is next to nothing. */
export interface LossCurve {
	readonly low: number;
	readonly high: number;
	/** Fills `into` with the masses at a loss. */
	tails(loss: number, into: Tails): void;
}

/** A pair of laws with finitely many losses: ±∞ where one of them has no mass. */
export type LossAtoms = readonly { readonly p: number; readonly q: number; readonly loss: number }[];

/** Bound of the relative error in the likelihood ratio at a computed bin edge. */
const SPLIT_ERROR = 2 ** -40;

/** Both directions: P against Q, and Q against P, with the losses of the other sign. */
export interface LossPair {
	readonly remove: LossDistribution;
	readonly add: LossDistribution;
}

/** 128 MiB of masses. */
const MAX_POINTS = 2 ** 24;

/**
 * Refuses grids that no machine should be asked for.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkPoints(points: number): number {
	if (points <= MAX_POINTS) return points;
	throw invalidArgument("pld(options.interval)", "a larger interval: the losses span more than 2^24 grid points");
}

interface Splitter {
	/** Adds P-mass and Q-mass that lie in the bin from index j to j + 1, each known up to an error. */
	add(j: number, p: number, pError: number, q: number, qError: number): void;
	finish(infinity: number): LossDistribution;
}

function createSplitter(first: number, length: number, interval: number, estimate: Estimate): Splitter {
	const masses = new Float64Array(checkPoints(length));
	const shrink = -expm1(-interval);
	const slack = SPLIT_ERROR / interval;
	return {
		add(j, p, pError, q, qError) {
			const at = j - first;
			if (estimate === "optimistic") {
				masses[at] = (masses[at] as number) + Math.max(0, p - pError);
				return;
			}
			const mass = p + pError;
			const exact = (mass - exp(j * interval) * (q - qError)) / shrink + slack * mass;
			const upper = exact > 0 ? (exact < mass ? exact : mass) : 0;
			masses[at] = (masses[at] as number) + (mass - upper);
			masses[at + 1] = (masses[at + 1] as number) + upper;
		},
		finish: (infinity) => ({ first, masses, infinity }),
	};
}

/** The grid distributions of a curve. */
export function discretizeCurve(curve: LossCurve, interval: number, estimate: Estimate): LossPair {
	const first = Math.floor(curve.low / interval) - 1;
	const last = Math.ceil(curve.high / interval);
	const remove = createSplitter(first, last - first + 1, interval, estimate);
	const add = createSplitter(-last, last - first + 1, interval, estimate);
	let before: Tails = { pAbove: 0, pUpTo: 0, qAbove: 0, qUpTo: 0 };
	let after: Tails = { ...before };
	curve.tails(first * interval, before);
	const start = { ...before };
	for (let j = first; j < last; j++) {
		curve.tails((j + 1) * interval, after);
		// A difference of tails is taken on the side where they are smaller, and so more accurate.
		const pHigh = before.pAbove < before.pUpTo;
		const qHigh = before.qAbove < before.qUpTo;
		const p = pHigh ? before.pAbove - after.pAbove : after.pUpTo - before.pUpTo;
		const q = qHigh ? before.qAbove - after.qAbove : after.qUpTo - before.qUpTo;
		const pError = (pHigh ? before.pAbove : after.pUpTo) * NORMAL_ERROR;
		const qError = (qHigh ? before.qAbove : after.qUpTo) * NORMAL_ERROR;
		if (p > 0) remove.add(j, p, pError, q, qError);
		if (q > 0) add.add(-j - 1, q, qError, p, pError);
		[before, after] = [after, before];
	}
	if (estimate === "optimistic") return { remove: remove.finish(0), add: add.finish(0) };
	// Beyond the grid: what is above counts as infinite, what is below moves up to the lowest points.
	remove.add(first, start.pUpTo, 0, 0, 0);
	add.add(-last, before.qAbove, 0, 0, 0);
	return { remove: remove.finish(before.pAbove), add: add.finish(start.qUpTo) };
}

/** The grid distribution of atoms, in one direction. */
function discretizeSide(atoms: LossAtoms, interval: number, estimate: Estimate): LossDistribution {
	const finite = atoms.filter(({ p, loss }) => p > 0 && loss < Number.POSITIVE_INFINITY);
	const bins = finite.map(({ loss }) => Math.ceil(loss / interval) - 1);
	const first = bins.reduce((least, bin) => Math.min(least, bin), 0);
	const last = bins.reduce((greatest, bin) => Math.max(greatest, bin), 0);
	const splitter = createSplitter(first, last - first + 2, interval, estimate);
	finite.forEach(({ p, q }, index) => {
		splitter.add(bins[index] as number, p, p * NORMAL_ERROR, q, q * NORMAL_ERROR);
	});
	return splitter.finish(atoms.reduce((sum, { p, loss }) => (loss === Number.POSITIVE_INFINITY ? sum + p : sum), 0));
}

/** The grid distributions of atoms. */
export function discretizeAtoms(atoms: LossAtoms, interval: number, estimate: Estimate): LossPair {
	return {
		remove: discretizeSide(atoms, interval, estimate),
		add: discretizeSide(
			atoms.map(({ p, q, loss }) => ({ p: q, q: p, loss: -loss })),
			interval,
			estimate,
		),
	};
}
