import { approxDp, groupKey } from "@veilkit/dp";
import { expect, it } from "vitest";
import { tableSource, testSession } from "./support/session.ts";

const BUDGET = approxDp({ epsilon: "1000", delta: "0.999" });

it("a unit with very many keys can be seen through no more of them than the bound keeps", async () => {
	// With δ this careless every second key would pass, were the keys that bounding dropped offered to the selection.
	const session = await testSession(BUDGET);
	const rows = Array.from({ length: 400 }, (_, key) => ({ who: "one", key: `k${key}` }));
	const unit = { column: "who", maxGroups: 2, maxRowsPerGroup: 1 };
	const query = session
		.source(tableSource(rows), { unit, columns: { key: groupKey() } })
		.groupBy("key")
		.count();
	const plan = query.plan({ spend: approxDp({ epsilon: "0.01", delta: "0.99" }) });
	const { rows: released } = await plan.run();
	expect(released.length).toBeLessThanOrEqual(2);
});

it("a key that many units have is shown", async () => {
	const session = await testSession(BUDGET);
	const rows = Array.from({ length: 400 }, (_, who) => ({ who: `u${who}`, key: who === 0 ? "rare" : "common" }));
	const unit = { column: "who", maxGroups: 2, maxRowsPerGroup: 1 };
	const query = session
		.source(tableSource(rows), { unit, columns: { key: groupKey() } })
		.groupBy("key")
		.count();
	const { rows: released } = await query.plan({ spend: approxDp({ epsilon: "10", delta: "1e-9" }) }).run();
	expect(released.map(({ key }) => key)).toEqual(["common"]);
});
