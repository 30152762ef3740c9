/**
 * Three releases of card data: payments and disputes for the fraud desk, with tokens that join; payments for the support desk, masked.
 */
import { definePolicy, drop, keep, mask, token } from "@veilkit/pseudonymize";
import type { ColumnCategories } from "@veilkit/pseudonymize/lint";
import * as v from "valibot";

const Payment = v.object({ payment: v.string(), card_number: v.string(), cvv: v.string(), amount: v.string() });
const Dispute = v.object({ dispute: v.string(), card_number: v.string() });

/** What the columns of payments hold. */
export const paymentCategories: ColumnCategories = {
	payment: "NotPersonal",
	card_number: "PaymentCardNumber",
	cvv: "CardVerificationCode",
	amount: "Transaction",
};

/** What the columns of disputes hold. */
export const disputeCategories: ColumnCategories = { dispute: "NotPersonal", card_number: "PaymentCardNumber" };

/** One domain for both tables of the fraud desk: a card has one token in both. */
const card = token.siv({ domain: "fraud-desk" });

/** Payments for the fraud desk. */
export const fraudPayments = definePolicy(Payment, { payment: keep, card_number: card, cvv: drop, amount: keep });

/** Disputes for the fraud desk. */
export const fraudDisputes = definePolicy(Dispute, { dispute: keep, card_number: card });

/** Payments for the support desk, which asks callers for the last four digits. */
export const supportPayments = definePolicy(Payment, { payment: keep, card_number: mask({ first: 0, last: 4 }), cvv: drop, amount: keep });
