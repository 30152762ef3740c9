/**
 * Cells to whole steps of a column's lattice, clamped to its bounds: a total function, with no rounding by floating point.
 *
 * A number stands for its shortest decimal. A decimal m·10^e becomes the nearest step, ties away from zero. What is not a finite number
 * (null, NaN, infinities, other text, dates, booleans) becomes the declared imputation. Nothing here throws, whatever the cell holds.
 */
import type { Value } from "@veilkit/core";
import { imputedSteps, type NumberColumn } from "./columns.ts";

/** Turns a cell into clamped steps; undefined if the row is left out. */
export type StepReader = (cell: Value | undefined) => number | undefined;

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Longer text is not read as a number. */
const MAX_TEXT = 1000;
const SAFE_DIGITS = 15;
const [MINUS, POINT, ZERO] = [45, 46, 48];
/** Beyond this many orders of magnitude every decimal is out of bounds or rounds to zero: bounds have at most 15 digits, steps at most 440. */
const FAR = MAX_TEXT;

/** The nearest integer to n/d, ties away from zero, for n ≥ 0 and d > 0. */
function nearest(n: bigint, d: bigint): bigint {
	return (2n * n + d) / (2n * d);
}

/** The number of decimal places of a step 10^−k, or undefined for any other step. */
function stepPlaces(column: NumberColumn): number | undefined {
	if (column.step.numerator !== 1n) return undefined;
	const text = column.step.denominator.toString();
	return /^10*$/.test(text) && text.length <= SAFE_DIGITS ? text.length - 1 : undefined;
}

const TENS: readonly number[] = Array.from({ length: SAFE_DIGITS + 1 }, (_, power) => Number(`1e${power}`));

/**
 * A reader of the cells of one column.
 *
 * @returns steps between the column's bounds
 */
export function createStepReader(column: NumberColumn): StepReader {
	const { min, max, step } = column;
	const imputed = imputedSteps(column);
	const places = stepPlaces(column);
	// Adding 0 makes −0 plain.
	const clamp = (steps: number): number => (steps < min ? min : steps > max ? max : steps) + 0;

	function fromBig(negative: boolean, digits: bigint, exponent: number): number {
		if (digits === 0n) return clamp(0);
		// Digits may be many; what decides is where the leading one stands.
		const magnitude = digits.toString().length + exponent;
		if (magnitude > FAR) return negative ? min : max;
		if (magnitude < -FAR) return clamp(0);
		const scaledUp = exponent > 0 ? digits * 10n ** BigInt(exponent) : digits;
		const steps = nearest(scaledUp * step.denominator, step.numerator * (exponent < 0 ? 10n ** BigInt(-exponent) : 1n));
		if (steps > BigInt(Number.MAX_SAFE_INTEGER)) return negative ? min : max;
		return clamp(negative ? -Number(steps) : Number(steps));
	}

	/** What most cells are, read digit by digit: an optional sign, at most 15 digits, at most `places` of them after a point. Otherwise undefined. */
	function fromPlainText(text: string, places: number): number | undefined {
		const start = text.charCodeAt(0) === MINUS ? 1 : 0;
		if (text.length - start > SAFE_DIGITS - places || text.length === start) return undefined;
		let [steps, decimals] = [0, -1];
		for (let at = start; at < text.length; at++) {
			const digit = text.charCodeAt(at) - ZERO;
			if (digit >= 0 && digit <= 9) {
				steps = 10 * steps + digit;
				if (decimals >= 0) decimals++;
			} else if (text.charCodeAt(at) === POINT && decimals < 0 && text.length > start + 1) decimals = 0;
			else return undefined;
		}
		if (decimals > places) return undefined;
		steps *= TENS[places - Math.max(0, decimals)] as number;
		return clamp(start === 1 ? -steps : steps);
	}

	function fromText(text: string): number | undefined {
		const plain = places === undefined ? undefined : fromPlainText(text, places);
		if (plain !== undefined) return plain;
		const match = text.length > MAX_TEXT ? null : DECIMAL.exec(text.trim());
		if (match === null) return imputed;
		const [, sign, whole = "", fraction = "", exponentText] = match;
		if (whole === "" && fraction === "") return imputed;
		const exponent = exponentText === undefined ? 0 : Number(exponentText);
		const negative = sign === "-";
		if (exponent === 0 && places !== undefined && whole.length + places <= SAFE_DIGITS && fraction.length <= SAFE_DIGITS) {
			// All digits to the left of the step's last place, as one safe integer; the first digit after it decides the rounding.
			const kept = fraction.length <= places ? fraction : fraction.slice(0, places);
			const steps = Number(whole + kept) * (TENS[places - kept.length] as number) + (fraction.charCodeAt(places) >= 53 ? 1 : 0);
			return clamp(negative ? -steps : steps);
		}
		// An exponent of absurd length must not turn into an absurd power of ten.
		const bounded = Math.max(-3 * MAX_TEXT, Math.min(3 * MAX_TEXT, exponent));
		return fromBig(negative, BigInt(whole + fraction), bounded - fraction.length);
	}

	return (cell) => {
		if (typeof cell === "string") return fromText(cell);
		if (typeof cell === "number") {
			if (places === 0 && Number.isSafeInteger(cell)) return clamp(cell);
			return Number.isFinite(cell) ? fromText(String(cell)) : imputed;
		}
		if (typeof cell === "bigint") return fromBig(cell < 0n, cell < 0n ? -cell : cell, 0);
		return imputed;
	};
}
