/**
 * `npm start`: tells what the example does, step by step.
 */
import { rowsOf } from "@veilkit/core";
import { releaseCards } from "./cards.ts";

const { findings, fraudPayments, fraudDisputes, supportPayments, paymentsByDispute, revealed } = await releaseCards();
console.log(`Three policies, held to PCI DSS 4.0.1: ${findings.length} findings.`);
console.log("\nFor the fraud desk, tokens that join:");
console.log([...rowsOf(fraudPayments)].slice(0, 2), [...rowsOf(fraudDisputes)].slice(0, 2));
console.log(`Payments by disputed card: ${paymentsByDispute.join(", ")}`);
console.log("\nFor the support desk, the last four digits:");
console.log([...rowsOf(supportPayments)].slice(0, 2));
console.log(`\nWith the key, and only with it, the first disputed card is one again: ${revealed.length} digits.`);
