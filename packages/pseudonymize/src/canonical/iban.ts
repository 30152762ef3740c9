/**
 * IBAN (ISO 13616): country, two check digits, account; upper case without spaces, in its electronic form.
 *
 * The check is ISO 7064 MOD 97-10, which notices every single wrong character and nearly every swap. The length of each country's numbers
 * is not checked: the registry changes.
 */

/** Check digits are 02 to 98; 00, 01 and 99 would pass as aliases of 97, 98 and 02, and split one account in two. */
const SHAPE = /^[A-Z]{2}(?!00|01|99)\d{2}[A-Z\d]{11,30}$/;

/** Characters 0 to 9 are themselves, A to Z are 10 to 35. */
function remainder97(characters: string): number {
	let rest = 0;
	for (const character of characters) {
		const value = Number.parseInt(character, 36);
		rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
	}
	return rest;
}

/** The number in electronic form; undefined if it is none, or a check digit is wrong. */
export function iban(text: string): string | undefined {
	const number = text.replaceAll(/\s/g, "").toUpperCase();
	return SHAPE.test(number) && remainder97(number.slice(4) + number.slice(0, 4)) === 1 ? number : undefined;
}
