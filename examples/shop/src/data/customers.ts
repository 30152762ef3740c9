/**
 * The customers: synthetic people with the faults of a real table.
 *
 * Some registered twice with other letter case in their address; names carry accents in both Unicode forms, quotes and commas; notes run over
 * several lines; values are missing or padded with blanks. E-mail addresses end in `.example`, which no mail server serves (RFC 2606).
 */
import type { Faker } from "@faker-js/faker";
import { COUNTRIES } from "./countries.ts";
import { dayOf, isoDate, LAST_DAY } from "./days.ts";
import type { Dice } from "./draw.ts";

/** A row of customers.csv; an empty text is a missing value. */
export interface Customer {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly phone: string;
	readonly birth_date: string;
	readonly postcode: string;
	readonly city: string;
	readonly country: string;
	readonly signup_date: string;
	readonly marketing_opt_in: string;
	readonly notes: string;
}

const PROVIDERS = [
	{ domain: "mail.example", weight: 6 },
	{ domain: "post.example", weight: 3 },
	{ domain: "inbox.example", weight: 2 },
	{ domain: "firma.example", weight: 1 },
] as const;

const OPT_IN = [
	{ value: "yes", weight: 38 },
	{ value: "no", weight: 60 },
	{ value: "", weight: 2 },
] as const;

const NOTES = [
	"Leave at the neighbour's,\nsecond floor",
	'Asked for the "quiet" courier',
	"Gift wrap, always",
	"Prefers a call; not before 10:00, please",
	"Ringer i dören – klockan är trasig",
	"Paczkomat przy dworcu,\r\nkod wysłany SMS-em",
] as const;

const FIRST_SIGNUP = dayOf("2019-01-01");

/** Letters that Unicode does not decompose into a plain letter and an accent. */
const PLAIN: Readonly<Record<string, string>> = { ø: "o", ł: "l", ß: "ss", ı: "i", æ: "ae", œ: "oe", đ: "d" };

function plainLetters(text: string): string {
	const letters = text.toLowerCase().replaceAll(/[øłßıæœđ]/g, (letter) => PLAIN[letter] ?? letter);
	return letters.normalize("NFD").replaceAll(/[^\p{Letter}\p{Number}]/gu, "");
}

/** How the shop wrote a name down. */
function writtenName(first: string, last: string, dice: Dice): string {
	if (dice.chance(0.01)) return `${first} "${first.slice(0, 2)}" ${last}`;
	if (dice.chance(0.01)) return `${last}, ${first}`;
	if (dice.chance(0.03)) return `${first} ${last}`.normalize("NFD");
	return `${first} ${last}`;
}

function address(first: string, last: string, number: number, faker: Faker, dice: Dice): string {
	const mailbox = faker.internet.username({ firstName: plainLetters(first), lastName: plainLetters(last) });
	return `${mailbox.toLowerCase()}${number}@${dice.pick(PROVIDERS).domain}`;
}

/** Blanks around a value, now and then. */
function padded(value: string, dice: Dice): string {
	return dice.chance(0.008) ? ` ${value} ` : value;
}

function birthDay(dice: Dice): string {
	// The sum of two draws: most customers are in their thirties to fifties, few are very young or very old.
	const age = 18 + Math.floor((dice.unit() + dice.unit()) * 33);
	return isoDate(LAST_DAY - age * 365 - dice.integer(0, 364));
}

function createCustomer(number: number, dice: Dice): Customer {
	const country = dice.pick(COUNTRIES);
	const city = dice.pick(country.cities);
	const faker = dice.faker(country.locale);
	const sex = faker.person.sexType();
	const first = faker.person.firstName(sex);
	const last = faker.person.lastName(sex);
	// Nearness to the last day grows with the square: the shop has been growing.
	const before = dice.unit() * dice.unit() * (LAST_DAY - FIRST_SIGNUP);
	return {
		id: `C${1000 + number}`,
		name: padded(writtenName(first, last, dice), dice),
		email: padded(address(first, last, number, faker, dice), dice),
		phone: dice.chance(0.06) ? "" : faker.phone.number({ style: "international" }),
		birth_date: dice.chance(0.04) ? "" : birthDay(dice),
		postcode: dice.chance(0.01) ? "" : faker.helpers.replaceSymbols(city.postcode),
		city: city.name,
		country: country.code,
		signup_date: isoDate(LAST_DAY - Math.floor(before)),
		marketing_opt_in: dice.pick(OPT_IN).value,
		notes: dice.chance(0.05) ? (NOTES[dice.integer(0, NOTES.length - 1)] as string) : "",
	};
}

/** A second account of the same person: the address in other case, a later day, the consent given anew. */
function secondAccount(first: Customer, number: number, dice: Dice): Customer {
	const [mailbox = "", domain = ""] = first.email.split("@");
	return {
		...first,
		id: `C${1000 + number}`,
		email: dice.chance(0.5) ? first.email.toUpperCase() : `${mailbox.charAt(0).toUpperCase()}${mailbox.slice(1)}@${domain}`,
		signup_date: isoDate(dice.integer(dayOf(first.signup_date), LAST_DAY)),
		marketing_opt_in: dice.pick(OPT_IN).value,
		notes: "",
	};
}

/** Customers with ascending ids; one in fifty is a second account. */
export function createCustomers(count: number, dice: Dice): readonly Customer[] {
	const customers: Customer[] = [];
	for (let number = 0; number < count; number++) {
		const again = number % 50 === 49;
		const first = customers[dice.integer(0, Math.max(0, number - 1))];
		customers.push(again && first !== undefined ? secondAccount(first, number, dice) : createCustomer(number, dice));
	}
	return customers;
}
