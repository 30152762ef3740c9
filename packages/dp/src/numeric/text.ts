/**
 * Rationals from and to text: "0.1", "1e-6", "1/3". Reading is exact; writing is exact where a finite decimal exists, else a fraction.
 */
import { invalidArgument } from "@veilkit/core";
import { type Rational, rational } from "./rational.ts";

/**
 * A number that is read exactly: a decimal ("0.1", "1e-6"), a fraction ("1/3"), an integer, or a number, which stands for the shortest
 * decimal that denotes it (0.1 is one tenth, not the double next to it).
 */
export type ExactNumber = string | number | bigint;

const MAX_DIGITS = 40;
const MAX_EXPONENT = 400;
const MAX_WRITTEN = MAX_DIGITS + MAX_EXPONENT;
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

function parseDecimal(text: string): Rational | undefined {
	const [, sign, whole = "", fraction = "", exponentText = "0"] = DECIMAL.exec(text) ?? [];
	const written = (whole + fraction).replace(/^0+/, "");
	const digits = written.replace(/0+$/, "");
	if (sign === undefined || whole + fraction === "" || written.length > MAX_WRITTEN || digits.length > MAX_DIGITS) return undefined;
	const exponent = Number(exponentText) - fraction.length + written.length - digits.length;
	if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
	const magnitude = BigInt(`${sign}${digits === "" ? "0" : digits}`.replace("+", ""));
	return exponent >= 0 ? rational(magnitude * 10n ** BigInt(exponent)) : rational(magnitude, 10n ** BigInt(-exponent));
}

/**
 * The rational that a text denotes, or undefined: at most 40 significant digits (of each part of a fraction), exponents within ±400.
 */
export function parseRational(text: string): Rational | undefined {
	const slash = text.indexOf("/");
	if (slash < 0) return parseDecimal(text);
	const top = text.slice(0, slash);
	const bottom = text.slice(slash + 1);
	if (!/^-?\d{1,40}$/.test(top) || !/^\d{1,40}$/.test(bottom) || /^0+$/.test(bottom)) return undefined;
	return rational(BigInt(top), BigInt(bottom));
}

/**
 * The exact value of an argument.
 *
 * @param path - the argument, for the error: `approxDp(epsilon)`
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for anything but a finite number of sane length
 */
export function readRational(value: unknown, path: string): Rational {
	if (typeof value === "bigint" || typeof value === "number" || typeof value === "string") {
		const parsed = parseRational(String(value));
		if (parsed !== undefined) return parsed;
	}
	throw invalidArgument(path, `a decimal like "0.1" or "1e-6" or a fraction like "1/3", of at most ${MAX_DIGITS} digits`);
}

/**
 * {@link readRational} that refuses negative values.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function readNonNegative(value: unknown, path: string): Rational {
	const parsed = readRational(value, path);
	if (parsed.numerator < 0n) throw invalidArgument(path, "a number that is not negative");
	return parsed;
}

/**
 * {@link readRational} that refuses zero and negative values.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function readPositive(value: unknown, path: string): Rational {
	const parsed = readRational(value, path);
	if (parsed.numerator <= 0n) throw invalidArgument(path, "a positive number");
	return parsed;
}

/** How many decimal places write 1/d exactly, or undefined if none do. */
function decimalPlaces(denominator: bigint): number | undefined {
	let rest = denominator;
	let twos = 0;
	let fives = 0;
	for (; rest % 2n === 0n; rest /= 2n) twos++;
	for (; rest % 5n === 0n; rest /= 5n) fives++;
	return rest === 1n ? Math.max(twos, fives) : undefined;
}

/** The plain decimal text n / 10^places, without trailing zeros. */
export function decimalText(scaled: bigint, places: number): string {
	const sign = scaled < 0n ? "-" : "";
	const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, "0");
	const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
	return `${sign}${digits.slice(0, digits.length - places)}${places > 0 && fraction !== "" ? `.${fraction}` : ""}`;
}

/** Whether `parseRational` would refuse the decimal for its length, and read the fraction. */
function needsFraction(value: Rational, scaled: bigint): boolean {
	const size = (of: bigint): number => (of < 0n ? -of : of).toString().length;
	return size(scaled) > MAX_DIGITS && size(value.numerator) <= MAX_DIGITS && size(value.denominator) <= MAX_DIGITS;
}

/**
 * The exact text of a rational, one text for one value: a plain decimal of up to 30 places, `123e-45` beyond, a fraction where no decimal is finite,
 * or none of 40 digits is. `parseRational` reads back whatever it has read before.
 */
export function formatRational(value: Rational): string {
	const places = decimalPlaces(value.denominator);
	if (places === undefined) return `${value.numerator}/${value.denominator}`;
	const scaled = (value.numerator * 10n ** BigInt(places)) / value.denominator;
	if (needsFraction(value, scaled)) return `${value.numerator}/${value.denominator}`;
	return places > 30 ? `${scaled}e-${places}` : decimalText(scaled, places);
}
