/**
 * Makes data/payments.csv and data/disputes.csv: no card in them exists (the digits end in a valid Luhn digit and start with 400000, as test cards do). The same
 * seed gives the same bytes; a test makes them again and compares.
 *
 *     npx tsx --conditions=@veilkit/source src/generate.ts
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { randomInteger } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";

const SEED = 20_261_125;
const CARDS = 60;
const PAYMENTS = 200;
const DISPUTES = 12;

/** The digit that makes a number pass the check of ISO/IEC 7812-1. */
function luhnDigit(digits: string): number {
	const sum = [...digits].reverse().reduce((total, digit, at) => {
		const doubled = Number(digit) * (at % 2 === 0 ? 2 : 1);
		return total + (doubled > 9 ? doubled - 9 : doubled);
	}, 0);
	return (10 - (sum % 10)) % 10;
}

/** The texts of both files. */
export function generatePayments(): { readonly payments: string; readonly disputes: string } {
	const random = seededRandom(SEED);
	const digits = (count: number): string => String(randomInteger(10 ** count, random)).padStart(count, "0");
	const cards = Array.from({ length: CARDS }, () => {
		const head = `400000${digits(9)}`;
		return `${head}${luhnDigit(head)}`;
	});
	const pickCard = (): string => cards[randomInteger(CARDS, random)] as string;
	const payments = Array.from(
		{ length: PAYMENTS },
		(_, index) => `p${index + 1},${pickCard()},${digits(3)},${5 + randomInteger(500, random)}`,
	);
	const disputes = Array.from({ length: DISPUTES }, (_, index) => `d${index + 1},${pickCard()}`);
	const table = (header: string, lines: readonly string[]): string => `${[header, ...lines].join("\n")}\n`;
	return { payments: table("payment,card_number,cvv,amount", payments), disputes: table("dispute,card_number", disputes) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { payments, disputes } = generatePayments();
	await writeFile(new URL("../data/payments.csv", import.meta.url), payments);
	await writeFile(new URL("../data/disputes.csv", import.meta.url), disputes);
}
