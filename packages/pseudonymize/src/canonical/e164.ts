/**
 * E.164 (ITU-T): the international telephone number, `+` and up to 15 digits without separators.
 *
 * Syntax only: spaces, hyphens, dots, slashes and brackets are taken out, and what is left must be `+` and 8 to 15 digits of which the first
 * is not 0. A national number has no canonical form without its country, so it is refused rather than guessed; so is `(0)` after the
 * country code, which only a table of national trunk prefixes could resolve.
 */

const SEPARATORS = /[\s\-./()\u2010-\u2015]/g;
const NUMBER = /^\+[1-9]\d{7,14}$/;
const TRUNK_PREFIX = /\(\s*0\s*\)/;

/** The number without separators; undefined if it is none. */
export function e164(text: string): string | undefined {
	const number = text.replaceAll(SEPARATORS, "");
	return NUMBER.test(number) && !TRUNK_PREFIX.test(text) ? number : undefined;
}
