/**
 * What may leave the shop, column by column. Leave one out and this file no longer compiles.
 */
import { definePolicy, drop, generalize, keep, shiftDate, token } from "@veilkit/pseudonymize";
import * as v from "valibot";

const text = v.string();
const optionalText = v.nullable(v.string());

/** A row of customers.csv. */
export const Customer = v.object({
	id: text,
	name: text,
	email: text,
	phone: optionalText,
	birth_date: optionalText,
	postcode: optionalText,
	city: text,
	country: text,
	signup_date: text,
	marketing_opt_in: optionalText,
	notes: optionalText,
});

/** How customers are released to the analysts. `policy.json` says the same for the command line. */
export const releasePolicy = definePolicy(Customer, {
	id: token.hmac({ domain: "analytics" }), // the same customer, the same token; no way back
	name: drop,
	email: token.siv({ domain: "crm", canonical: "email" }), // reversible, by whoever holds the key
	phone: drop,
	birth_date: generalize.prefix(3), // 1979-03-06 becomes 197*: the decade
	postcode: generalize.prefix(2), // the area
	city: drop,
	country: keep,
	signup_date: shiftDate({ by: "id", maxDays: 90 }), // a secret shift per customer; intervals stay
	marketing_opt_in: keep,
	notes: drop,
});
