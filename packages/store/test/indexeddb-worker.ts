/**
 * A thread that counts in a shared IndexedDB database, as another tab would.
 */
import { indexedDbStore } from "@veilkit/store/indexeddb";
import { count } from "./count.ts";

addEventListener("message", async (event: MessageEvent<{ name: string; rounds: number }>) => {
	const store = await indexedDbStore(event.data.name);
	await count(store, event.data.rounds);
	await store.close();
	postMessage("done");
});
