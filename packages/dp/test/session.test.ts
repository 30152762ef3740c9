import { createBatch, createSigner, fromUtf8, generateKey, memoryStore, toUtf8, type VeilkitError } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { approxDp, decimal, groupKey, integer, openSession, pureDp, type Query, rowsSource, type Session } from "@veilkit/dp";
import { type Ledger, openLedger } from "@veilkit/ledger";
import { describe, expect, it } from "vitest";
import { testLedger, testSession } from "./support/session.ts";

const oneRow = rowsSource(() => [createBatch({ n: [1] })]);

function counting(session: Session): Query<Readonly<Record<never, never>>, never, "count"> {
	return session.source(oneRow, { unit: "row", columns: {} }).count();
}

async function entriesOf(ledger: Awaited<ReturnType<typeof testLedger>>): Promise<unknown[]> {
	const found: unknown[] = [];
	for await (const { payload } of ledger.entries()) found.push(payload && JSON.parse(fromUtf8(payload)));
	return found;
}

describe("a budget", () => {
	it.each([
		["1", Array<string>(10).fill("0.1")],
		["1", ["0.1", "0.9"]],
		["0.3", ["0.1", "0.1", "0.1"]],
		["0.0245", Array<string>(5).fill("0.0049")],
		["1", ["1/3", "1/3", "1/3"]],
	])("of %s is used up exactly by its parts, and then refuses the smallest spend", async (total, spends) => {
		const session = await testSession(pureDp({ epsilon: total }));
		for (const epsilon of spends)
			await counting(session)
				.plan({ spend: pureDp({ epsilon }) })
				.run();
		expect((await session.budget()).remaining).toEqual({ epsilon: "0", delta: "0" });
		for (const epsilon of ["1e-18", "5e-324"]) {
			await expect(
				counting(session)
					.plan({ spend: pureDp({ epsilon }) })
					.run(),
			).rejects.toMatchObject({ code: "ERR_DP_BUDGET_EXCEEDED" });
		}
	});

	it("is refused beyond its total by the smallest amount, and says what is left", async () => {
		const ledger = await testLedger();
		const session = await testSession(approxDp({ epsilon: "1", delta: "1e-6" }), { ledger });
		const size = ledger.size;
		const failure: VeilkitError = await counting(session)
			.plan({ spend: pureDp({ epsilon: "1.000000000000000001" }) })
			.run()
			.then(
				() => expect.unreachable(),
				(error) => error,
			);
		expect(failure.code).toBe("ERR_DP_BUDGET_EXCEEDED");
		expect(failure.details).toMatchObject({ remainingEpsilon: "1", remainingDelta: "0.000001" });
		await ledger.refresh();
		expect(ledger.size).toBe(size);
	});

	it("counts δ only for the selection of private keys", async () => {
		const session = await testSession(approxDp({ epsilon: "2", delta: "1e-6" }));
		const batches = rowsSource(() => [createBatch({ key: ["a"] })]);
		const spend = approxDp({ epsilon: "1", delta: "1e-6" });
		const open = session
			.source(batches, { unit: "row", columns: { key: groupKey({ keys: ["a"] }) } })
			.groupBy("key")
			.count()
			.plan({ spend });
		const hidden = session
			.source(batches, { unit: "row", columns: { key: groupKey() } })
			.groupBy("key")
			.count()
			.plan({ spend });
		expect(open.cost).toEqual({ epsilon: "1", delta: "0" });
		expect(hidden.cost).toEqual({ epsilon: "1", delta: "0.000001" });
	});

	it("belongs to the data set, whoever opens it next", async () => {
		const store = memoryStore();
		const ledger = await testLedger(store);
		const budget = pureDp({ epsilon: "1" });
		await counting(await testSession(budget, { ledger }))
			.plan({ spend: pureDp({ epsilon: "0.75" }) })
			.run();
		const again = await testSession(budget, { ledger });
		expect((await again.budget()).remaining.epsilon).toBe("0.25");
		const other = await openSession({ ledger, dataset: "other", budget, random: seededRandom(1) });
		expect((await other.budget()).remaining.epsilon).toBe("1");
	});

	it("cannot be opened with another total, only raised, and that is recorded", async () => {
		const ledger = await testLedger();
		const session = await testSession(pureDp({ epsilon: "1" }), { ledger });
		await expect(testSession(pureDp({ epsilon: "2" }), { ledger })).rejects.toMatchObject({ code: "ERR_DP_BUDGET_MISMATCH" });
		await expect(session.raiseBudget(pureDp({ epsilon: "0.5" }))).rejects.toMatchObject({ code: "ERR_DP_BUDGET_MISMATCH" });
		await session.raiseBudget(approxDp({ epsilon: "2", delta: "1e-7" }));
		expect((await session.budget()).total).toEqual({ epsilon: "2", delta: "0.0000001" });
		await testSession(approxDp({ epsilon: "2", delta: "1e-7" }), { ledger });
		expect(await entriesOf(ledger)).toEqual([
			{ type: "veilkit.dp/budget@1", dataset: "table", total: { epsilon: "1", delta: "0" } },
			{ type: "veilkit.dp/budget@1", dataset: "table", total: { epsilon: "2", delta: "0.0000001" } },
		]);
	});

	it("is never exceeded by sessions that spend at the same time", async () => {
		const ledger = await testLedger();
		const budget = pureDp({ epsilon: "1" });
		const sessions = await Promise.all([1, 2, 3].map((seed) => testSession(budget, { ledger, seed })));
		const spend = pureDp({ epsilon: "0.3" });
		const outcomes = await Promise.allSettled(sessions.flatMap((session) => [1, 2].map(() => counting(session).plan({ spend }).run())));
		expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
		expect((await (sessions[0] as Session).budget()).remaining.epsilon).toBe("0.1");
		expect(await entriesOf(ledger)).toHaveLength(1 + 3);
	});

	it("is never exceeded through two ledgers on one store", async () => {
		const store = memoryStore();
		const signer = createSigner(generateKey({ purpose: "sign" }));
		const open = (): Promise<Ledger> => openLedger(store, { signer, origin: "test.example/budget" });
		const budget = pureDp({ epsilon: "1" });
		const sessions = [await testSession(budget, { ledger: await open() }), await testSession(budget, { ledger: await open() })];
		const spend = pureDp({ epsilon: "0.15" });
		const outcomes = await Promise.allSettled(
			[1, 2, 3, 4, 5].flatMap(() => sessions.map((session) => counting(session).plan({ spend }).run())),
		);
		expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(6);
		expect(outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []))).toEqual(
			Array(4).fill("ERR_DP_BUDGET_EXCEEDED"),
		);
		for (const session of sessions) expect((await session.budget()).remaining.epsilon).toBe("0.1");
	});

	it("passes over what others write into the ledger, and stops at a debit it cannot read", async () => {
		const ledger = await testLedger();
		const session = await testSession(pureDp({ epsilon: "1" }), { ledger });
		for (const foreign of ["{not json", '{"type":"consent@1"}', "[]", "", '{"type":7}']) await ledger.append(toUtf8(foreign));
		await counting(session)
			.plan({ spend: pureDp({ epsilon: "0.1" }) })
			.run();
		await ledger.append(toUtf8('{"type":"veilkit.dp/debit@2","dataset":"table"}'));
		await expect(session.budget()).rejects.toMatchObject({ code: "ERR_DP_LEDGER_ENTRY" });
	});
});

describe("a run", () => {
	it("records the debit before it opens the source", async () => {
		const ledger = await testLedger();
		const session = await testSession(pureDp({ epsilon: "1" }), { ledger });
		const sizes: number[] = [];
		const source = rowsSource(() => {
			sizes.push(ledger.size);
			return [createBatch({ n: [1] })];
		});
		const plan = session
			.source(source, { unit: "row", columns: {} })
			.count()
			.plan({ spend: pureDp({ epsilon: "0.5" }) });
		const { receipt, spent } = await plan.run();
		expect(sizes).toEqual([2]);
		expect(receipt.index).toBe(1);
		expect(spent).toEqual({ epsilon: "0.5", delta: "0" });
		expect((await entriesOf(ledger))[1]).toEqual({
			type: "veilkit.dp/debit@1",
			dataset: "table",
			spend: { epsilon: "0.5", delta: "0" },
			query: plan.digest,
			plan: {
				unit: "row",
				groupBy: [],
				outputs: [{ name: "count", kind: "count", noise: "discrete-laplace", scale: "2" }],
				threshold: null,
			},
		});
	});

	it("stays debited if the source fails", async () => {
		const session = await testSession(pureDp({ epsilon: "1" }));
		const source = rowsSource(() => {
			throw new RangeError("disk on fire");
		});
		const plan = session
			.source(source, { unit: "row", columns: {} })
			.count()
			.plan({ spend: pureDp({ epsilon: "0.5" }) });
		await expect(plan.run()).rejects.toThrow("disk on fire");
		expect((await session.budget()).spent.epsilon).toBe("0.5");
	});

	it("spends nothing if it is aborted before it starts, and stays debited if aborted later", async () => {
		const session = await testSession(pureDp({ epsilon: "1" }));
		const plan = counting(session).plan({ spend: pureDp({ epsilon: "0.5" }) });
		await expect(plan.run({ signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow("stop");
		expect((await session.budget()).spent.epsilon).toBe("0");
		const controller = new AbortController();
		const slow = rowsSource(async function* () {
			controller.abort(new Error("stop now"));
			for (let batch = 0; batch < 1000; batch++) yield createBatch({ n: Float64Array.from({ length: 4096 }, () => 1) });
		});
		const late = session
			.source(slow, { unit: "row", columns: {} })
			.count()
			.plan({ spend: pureDp({ epsilon: "0.5" }) });
		await expect(late.run({ signal: controller.signal })).rejects.toThrow("stop now");
		expect((await session.budget()).spent.epsilon).toBe("0.5");
	});

	it("costs anew each time and draws fresh noise", async () => {
		const session = await testSession(pureDp({ epsilon: "1" }));
		const plan = counting(session).plan({ spend: pureDp({ epsilon: "0.01" }) });
		const values = [await plan.run(), await plan.run(), await plan.run()].map(({ rows }) => rows[0]?.count.value);
		expect(new Set(values).size).toBeGreaterThan(1);
		expect((await session.budget()).spent.epsilon).toBe("0.03");
	});
});

describe("a plan", () => {
	const columns = { country: groupKey(), total: decimal({ min: 0, max: 500, step: "0.01" }), items: integer({ min: 0, max: 9 }) };
	const unit = { column: "customer", maxGroups: 3, maxRowsPerGroup: 5 };
	const spend = approxDp({ epsilon: "1", delta: "1e-7" });

	it("splits ε equally, or by weight, without remainder", async () => {
		const session = await testSession(approxDp({ epsilon: "1", delta: "1e-6" }));
		const query = session.source(oneRow, { unit, columns }).groupBy("country").count().sum("total");
		const equal = query.plan({ spend });
		expect([equal.selection?.epsilon, equal.columns.count.epsilon, equal.columns.total.epsilon]).toEqual(["1/3", "1/3", "1/3"]);
		const weighted = query.plan({ spend, weights: { total: 3 } });
		expect([weighted.selection?.epsilon, weighted.columns.count.epsilon, weighted.columns.total.epsilon]).toEqual(["0.2", "0.2", "0.6"]);
	});

	it("rounds the ends of an interval outwards where no double is exact", async () => {
		const session = await testSession(pureDp({ epsilon: "1" }));
		const thirds = session.source(oneRow, { unit: "row", columns: { n: decimal({ min: 0, max: 1, step: "1/3" }) } }).sum("n");
		const plan = thirds.plan({ spend: pureDp({ epsilon: "0.3" }) });
		const { exact, interval } = (await plan.run()).rows[0]?.n ?? expect.unreachable();
		const [numerator = "", denominator = "1"] = exact.split("/");
		const steps = (BigInt(numerator) * 3n) / BigInt(denominator);
		const width = BigInt(Math.round(3 * plan.columns.n.halfWidth));
		// A double times 2^60 is an integer here, so that thirds can be compared without rounding.
		const [low, high] = interval.map((end) => 3n * BigInt(end * 2 ** 60)) as [bigint, bigint];
		expect((steps - width) % 3n === 0n && (steps + width) % 3n === 0n).toBe(false);
		expect(low <= (steps - width) << 60n).toBe(true);
		expect(high >= (steps + width) << 60n).toBe(true);
	});

	it("states sensitivity, scale and interval in units of the value", async () => {
		const session = await testSession(approxDp({ epsilon: "1", delta: "1e-6" }));
		const { columns: outputs } = session
			.source(oneRow, { unit, columns })
			.groupBy("country")
			.sum("total")
			.plan({ spend, weights: { total: 1, keys: 1 } });
		expect(outputs.total).toMatchObject({ kind: "sum", sensitivity: "7500", scale: "15000" });
		expect(outputs.total.stdDev).toBeCloseTo(15000 * Math.SQRT2, 3);
		expect(outputs.total.halfWidth).toBeCloseTo(15000 * Math.log(20), 1);
	});

	it("explains itself without reading anything", async () => {
		const session = await testSession(approxDp({ epsilon: "1", delta: "1e-6" }));
		const untouchable = rowsSource(() => expect.unreachable("the plan reads"));
		const text = session.source(untouchable, { unit, columns }).groupBy("country").count().sum("total").plan({ spend }).explain();
		for (const part of ['"table"', "ε 1", "0.0000001", '"customer"', "at most 3", "at most 5", "95 %", "0 … 500", "greater than 150"])
			expect(text).toContain(part);
		expect((await session.budget()).spent.epsilon).toBe("0");
	});

	it("has one digest for one question", async () => {
		const session = await testSession(approxDp({ epsilon: "1", delta: "1e-6" }));
		const query = session.source(oneRow, { unit, columns }).groupBy("country").count();
		expect(query.plan({ spend }).digest).toBe(query.plan({ spend }).digest);
		expect(query.plan({ spend, weights: { count: 2 } }).digest).not.toBe(query.plan({ spend }).digest);
	});

	it("refuses what it cannot mean, naming the place", async () => {
		const session = await testSession(approxDp({ epsilon: "1", delta: "1e-6" }));
		const table = session.source(
			rowsSource(() => [], { columns: ["country", "total", "customer"] }),
			{ unit, columns },
		);
		const refused = (act: () => unknown): unknown => {
			try {
				return act();
			} catch (error) {
				return (error as Error).message;
			}
		};
		expect(refused(() => table.plan({ spend }))).toMatch(/output/);
		expect(refused(() => table.count().plan({ spend, confidence: 1 }))).toMatch(/confidence/);
		expect(refused(() => table.count().plan({ spend, weights: { count: 0 } }))).toMatch(/weights\.count/);
		expect(refused(() => table.count().plan({ spend, weight: {} } as never))).toMatch(/weight/);
		expect(refused(() => table.count().plan({ spend: { epsilon: "NaN", delta: "0" } }))).toMatch(/spend.*epsilon/);
		expect(
			refused(() =>
				table
					.groupBy("country")
					.count()
					.plan({ spend: pureDp({ epsilon: "1" }) }),
			),
		).toMatch(/spend\.delta/);
		expect(refused(() => table.sum("items").plan({ spend }))).toMatch(/no column "items"/);
		// @ts-expect-error: the compiler knows that this is no number column
		expect(refused(() => table.sum("country"))).toMatch(/query\.sum/);
		// @ts-expect-error: nor this a group column
		expect(refused(() => table.groupBy("total"))).toMatch(/query\.groupBy/);
		// @ts-expect-error: nor this a column at all
		expect(refused(() => table.sum("totals"))).toMatch(/query\.sum/);
		expect(refused(() => table.sum("total").sum("total").plan({ spend }))).toMatch(/used twice/);
		expect(refused(() => session.source(oneRow, { unit: { ...unit, maxGroups: 0 }, columns }))).toMatch(/maxGroups/);
	});
});

describe("an amount that has no short decimal", () => {
	it("is written as a fraction, so that the ledger stays readable for every data set", async () => {
		const ledger = await testLedger();
		const session = await testSession(pureDp({ epsilon: "1" }), { ledger });
		const epsilon = "1/1329227995784915872903807060280344576";
		await counting(session)
			.plan({ spend: { epsilon, delta: "0" } })
			.run();
		expect((await session.budget()).spent).toEqual({ epsilon, delta: "0" });
		const other = await openSession({ ledger, dataset: "another", budget: pureDp({ epsilon }) });
		expect((await other.budget()).total).toEqual({ epsilon, delta: "0" });
	});
});
