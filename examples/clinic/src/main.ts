/**
 * `npm start`: tells what the example does, step by step.
 */
import { rowsOf } from "@veilkit/core";
import { releasePatients } from "./clinic.ts";

const { refused, allowed, released, risk } = await releasePatients();
console.log("The first try, held to HIPAA Safe Harbor:");
for (const { column, message, fix, source } of refused) console.log(`  ${column} ${message}: ${fix} (${source})`);
console.log(`\nThe second try: ${allowed.length} findings. The first three of ${released.length} patients, as released:`);
console.log([...rowsOf(released)].slice(0, 3));
console.log(`\nk is ${risk.k}: Safe Harbor is a list of columns, and no promise that nobody is unique. See assessRisk and anonymize.`);
