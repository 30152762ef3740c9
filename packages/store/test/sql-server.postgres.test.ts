/**
 * Against a real server: VEILKIT_TEST_POSTGRES holds its connection string.
 */
import { pgClient, sqlStore } from "@veilkit/store/sql";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { conforms, keysOf, put } from "./helpers.ts";

const connectionString = process.env["VEILKIT_TEST_POSTGRES"] ?? "";
const schema = `veilkit_test_${process.pid}`;

// Two pools share no connection, as two application servers do not.
const poolOptions = { connectionString, options: `-c search_path=${schema}`, max: 5 };
const pools = [new pg.Pool(poolOptions), new pg.Pool(poolOptions)] as const;
await pools[0].query(`CREATE SCHEMA ${schema}`);

let tables = 0;
const freshTable = (): string => `store_${tables++}`;

afterAll(async () => {
	await pools[0].query(`DROP SCHEMA ${schema} CASCADE`);
	await Promise.all(pools.map((pool) => pool.end()));
});

conforms("the SQL store on PostgreSQL", () => {
	const table = freshTable();
	let opened = 0;
	return () => sqlStore(pgClient(pools[opened++ % 2] as pg.Pool), { table });
});

describe("the SQL store on PostgreSQL", () => {
	test("is created by many sessions at once", async () => {
		const table = freshTable();
		const stores = await Promise.all(Array.from({ length: 8 }, (_, index) => sqlStore(pgClient(pools[index % 2] as pg.Pool), { table })));
		await put(stores[0] as never, "k", "v");
		expect(await keysOf(stores[7] as never)).toEqual(["k"]);
	});

	test("orders keys by code units whatever the collation of the database", async () => {
		const store = await sqlStore(pgClient(pools[0]), { table: freshTable() });
		for (const key of ["b", "B", "a", "_", "a-b", "ab", "1"]) await put(store, key, "");
		expect(await keysOf(store)).toEqual(["1", "B", "_", "a", "a-b", "ab", "b"]);
	});

	test.for(["read committed", "repeatable read", "serializable"])("lets one of two crossing guards pass at %s", async (level) => {
		const table = freshTable();
		const atLevel = { ...poolOptions, options: `${poolOptions.options} -c default_transaction_isolation=${level.replaceAll(" ", "\\ ")}` };
		const pool = new pg.Pool(atLevel);
		const [left, right] = [await sqlStore(pgClient(pool), { table }), await sqlStore(pgClient(pool), { table })];
		for (let round = 0; round < 20; round++) {
			// Each writes its key on the condition that the other's does not exist: together they would break both conditions.
			const [a, b] = [`a${round}`, `b${round}`];
			const results = await Promise.allSettled([
				left.write([
					{ key: a, ifVersion: "absent" },
					{ key: b, value: new Uint8Array(1) },
				]),
				right.write([
					{ key: b, ifVersion: "absent" },
					{ key: a, value: new Uint8Array(1) },
				]),
			]);
			expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
			for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "ERR_STORE_CONFLICT" });
		}
		await pool.end();
	});

	test("keeps writes whole that lock the same keys in opposite orders", async () => {
		const table = freshTable();
		const [left, right] = [await sqlStore(pgClient(pools[0]), { table }), await sqlStore(pgClient(pools[1]), { table })];
		let [x, y] = [await put(left, "x", "0"), await put(left, "y", "0")];
		for (let round = 0; round < 20; round++) {
			const value = new Uint8Array([round]);
			const results = await Promise.allSettled([
				left.write([
					{ key: "x", value, ifVersion: x },
					{ key: "y", value },
				]),
				right.write([
					{ key: "y", value, ifVersion: y },
					{ key: "x", value },
				]),
			]);
			expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
			[x, y] = [(await left.get("x"))?.version as string, (await left.get("y"))?.version as string];
			expect(x).toBe(y);
		}
	});

	test("needs no right to create a table that exists, and reports a lost connection", async () => {
		const table = freshTable();
		await (await sqlStore(pgClient(pools[0]), { table })).close();
		const role = `${schema}_reader`;
		await pools[0].query(`CREATE ROLE ${role}`);
		await pools[0].query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
		await pools[0].query(`GRANT SELECT ON ${table} TO ${role}`);
		const pool = new pg.Pool({ ...poolOptions, options: `${poolOptions.options} -c role=${role}` });
		pool.on("error", () => undefined);
		const store = await sqlStore(pgClient(pool), { table });
		expect(await keysOf(store)).toEqual([]);
		await expect(put(store, "k", "v")).rejects.toMatchObject({ code: "ERR_STORE_IO", details: { code: "42501" } });
		await pool.end();
		await expect(store.get("k")).rejects.toMatchObject({ code: "ERR_STORE_IO" });
		await pools[0].query(`DROP OWNED BY ${role}`);
		await pools[0].query(`DROP ROLE ${role}`);
	});
});
