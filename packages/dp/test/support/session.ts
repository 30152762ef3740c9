/**
 * What many tests need: a ledger in memory, a session on it, and a source that returns given exact totals.
 */
import { createSigner, generateKey, memoryStore, type Store, type Value } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { openSession, type PrivacyAmount, rowsSource, type Session, type Source } from "@veilkit/dp";
import { type Ledger, openLedger } from "@veilkit/ledger";

export async function testLedger(store: Store = memoryStore()): Promise<Ledger> {
	return await openLedger(store, { signer: createSigner(generateKey({ purpose: "sign" })), origin: "test.example/budget" });
}

export async function testSession(
	budget: PrivacyAmount,
	options: { readonly ledger?: Ledger; readonly seed?: number } = {},
): Promise<Session> {
	const ledger = options.ledger ?? (await testLedger());
	return await openSession({ ledger, dataset: "table", budget, random: seededRandom(options.seed ?? 1) });
}

/** Row objects as a source, in batches of two, so that every test crosses a border between batches. */
export function tableSource(rows: readonly Readonly<Record<string, Value>>[]): Source {
	const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	return rowsSource(function* () {
		for (let start = 0; start < rows.length; start += 2) {
			const part = rows.slice(start, start + 2);
			yield { columns: Object.fromEntries(names.map((name) => [name, part.map((row) => row[name] ?? null)])), length: part.length };
		}
	});
}
