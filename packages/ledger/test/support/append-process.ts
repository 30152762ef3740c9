/** A process of its own: appends `count` entries, one at a time, to the ledger in a file. */
import { createSigner, importKey, toUtf8 } from "@veilkit/core";
import { openLedger } from "@veilkit/ledger";
import { fileStore } from "@veilkit/store/file";

const [path = "", name = "", count = "0"] = process.argv.slice(2);
const signer = createSigner(importKey(new Uint8Array(32).fill(7), { purpose: "sign", version: 1, createdAt: 0 }));
const store = await fileStore(path);
const ledger = await openLedger(store, { signer, origin: "shop.example/privacy" });
for (let at = 0; at < Number(count); at++) await ledger.append(toUtf8(`${name} ${at}`), { subject: name });
await store.close();
