/**
 * The orders of one year: few customers buy very often, most buy rarely; most baskets are small, a few are large.
 */
import { COUNTRIES } from "./countries.ts";
import type { Customer } from "./customers.ts";
import { dayOf, isoDate, LAST_DAY } from "./days.ts";
import type { Dice } from "./draw.ts";

/** A row of orders.csv; an empty text is a missing value. */
export interface Order {
	readonly order_id: string;
	readonly customer_id: string;
	readonly date: string;
	readonly country: string;
	readonly category: string;
	readonly total: string;
	readonly payment: string;
}

/** How often customers of a kind buy in a year. */
const HABITS = [
	{ weight: 755, low: 1, high: 7 },
	{ weight: 200, low: 9, high: 18 },
	{ weight: 40, low: 24, high: 40 },
	{ weight: 5, low: 60, high: 90 },
] as const;

/** Categories with the price of their smallest basket. */
const CATEGORIES = [
	{ name: "books", weight: 24, from: 9 },
	{ name: "home", weight: 18, from: 14 },
	{ name: "beauty", weight: 15, from: 8 },
	{ name: "toys", weight: 13, from: 10 },
	{ name: "sports", weight: 11, from: 18 },
	{ name: "garden", weight: 9, from: 12 },
	{ name: "music", weight: 6, from: 15 },
	{ name: "photo", weight: 4, from: 30 },
] as const;

const PAYMENTS = [
	{ name: "card", weight: 55 },
	{ name: "wallet", weight: 22 },
	{ name: "invoice", weight: 15 },
	{ name: "bank", weight: 7 },
	{ name: "", weight: 1 },
] as const;

const FIRST_DAY = dayOf("2025-07-01");
const CHRISTMAS = { from: dayOf("2025-11-20"), to: dayOf("2025-12-20") };

function orderDay(customer: Customer, dice: Dice): number {
	const earliest = Math.max(FIRST_DAY, dayOf(customer.signup_date));
	if (earliest < CHRISTMAS.from && dice.chance(0.14)) return dice.integer(CHRISTMAS.from, CHRISTMAS.to);
	return dice.integer(earliest, LAST_DAY);
}

/** A basket: at least `from`, half of them below twice that, one in twenty above ten times (Pareto with index 1, cut off at twenty). */
function basket(from: number, dice: Dice): string {
	const cents = Math.floor((from * 100) / (1 - dice.unit() * 0.95));
	return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

/** Positions of customers, each as often as the customer's habit weighs. */
function buyers(customers: readonly Customer[], dice: Dice): readonly number[] {
	return customers.flatMap((_, position) => {
		const habit = dice.pick(HABITS);
		return new Array<number>(dice.integer(habit.low, habit.high)).fill(position);
	});
}

/** Orders in the sequence of their days, numbered from 10001. */
export function createOrders(customers: readonly Customer[], count: number, dice: Dice): readonly Order[] {
	const tickets = buyers(customers, dice);
	const drafts = Array.from({ length: count }, () => {
		const customer = customers[tickets[dice.integer(0, tickets.length - 1)] as number] as Customer;
		const category = dice.pick(CATEGORIES);
		return {
			customer_id: customer.id,
			day: orderDay(customer, dice),
			country: dice.chance(0.005) ? dice.pick(COUNTRIES).code : customer.country,
			category: dice.chance(0.004) ? "" : category.name,
			total: basket(category.from, dice),
			payment: dice.pick(PAYMENTS).name,
		};
	});
	drafts.sort((one, other) => one.day - other.day);
	return drafts.map(({ day, ...draft }, index) => ({
		order_id: String(10_001 + index),
		customer_id: draft.customer_id,
		date: isoDate(day),
		country: draft.country,
		category: draft.category,
		total: draft.total,
		payment: draft.payment,
	}));
}
