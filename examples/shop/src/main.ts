/**
 * `npm run demo`: the whole idea on a shop's customers and orders.
 */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runDemo } from "./demo.ts";

const out = fileURLToPath(new URL("../out/", import.meta.url));
const folder = relative(process.cwd(), out);
await runDemo({ out, tell: (text) => console.log(text) });
console.log(`
Written to ${folder}/
   customers.safe.csv   the customers, as analysts may have them
   receipts.ledger      what was spent, for what: npx veilkit ledger verify ${folder}/receipts.ledger
   checkpoint.txt       the log's signed head; keep it elsewhere, and pass it as --since next time
   report.html          all of this with charts; open it in a browser`);
