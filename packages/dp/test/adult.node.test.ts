/** A public data set that nobody here made (UCI Adult, 30,162 rows); it is not part of this repository, so the test is skipped where it is absent. */
import { existsSync, readFileSync } from "node:fs";
import { createBatch } from "@veilkit/core";
import { approxDp, groupKey, integer, rowsSource } from "@veilkit/dp";
import { expect, it } from "vitest";
import { testSession } from "./support/session.ts";

const file = new URL("../../../../shared/data/adult.csv", import.meta.url);

it.skipIf(!existsSync(file))("counts and sums by workclass lie in their intervals (confidence 0.9999, fixed seed)", async () => {
	const [header = "", ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
	const names = header.split(";");
	const cells = lines.map((line) => line.split(";"));
	const columns = Object.fromEntries(names.map((name, place) => [name, cells.map((row) => row[place] as string)]));
	const session = await testSession(approxDp({ epsilon: "1", delta: "1e-6" }));
	const answer = await session
		.source(
			rowsSource(() => [createBatch(columns)], { columns: names }),
			{
				unit: "row",
				columns: { workclass: groupKey(), age: integer({ min: 17, max: 90 }) },
			},
		)
		.groupBy("workclass")
		.count()
		.sum("age")
		.plan({ spend: approxDp({ epsilon: "1", delta: "1e-6" }), confidence: "0.9999" })
		.run();
	expect(answer.rows.length).toBeGreaterThanOrEqual(6);
	for (const { workclass, count, age } of answer.rows) {
		const own = cells.filter((row) => row[names.indexOf("workclass")] === workclass);
		const exact = { count: own.length, age: own.reduce((sum, row) => sum + Number(row[names.indexOf("age")]), 0) };
		expect(count.interval[0]).toBeLessThanOrEqual(exact.count);
		expect(count.interval[1]).toBeGreaterThanOrEqual(exact.count);
		expect(age.interval[0]).toBeLessThanOrEqual(exact.age);
		expect(age.interval[1]).toBeGreaterThanOrEqual(exact.age);
	}
});
