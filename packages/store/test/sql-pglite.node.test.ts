import { PGlite } from "@electric-sql/pglite";
import { toUtf8 } from "@veilkit/core";
import { pgliteClient, type SqlClient, sqlStore } from "@veilkit/store/sql";
import { afterAll, describe, expect, test } from "vitest";
import { conforms, keysOf, put, textOf } from "./helpers.ts";

const db = new PGlite();
const client = pgliteClient(db);
let tables = 0;
const freshTable = (): string => `store_${tables++}`;

afterAll(() => db.close());

conforms("the SQL store on PGlite", () => {
	const table = freshTable();
	return () => sqlStore(client, { table });
});

describe("the SQL store", () => {
	test("refuses table names that are more than a name, before any statement", async () => {
		const untouched: SqlClient = {
			dialect: "postgres",
			query: () => Promise.reject(new Error("queried")),
			transaction: () => Promise.reject(new Error("queried")),
		};
		for (const table of ["", "a;drop table b", 'a"b', "Upper", "a.b", "1a", "ä", "a".repeat(49)]) {
			await expect(sqlStore(untouched, { table })).rejects.toMatchObject({ code: "ERR_INVALID_ARGUMENT" });
		}
		await expect(sqlStore(untouched, { tabel: "a" } as never)).rejects.toMatchObject({ code: "ERR_INVALID_ARGUMENT" });
		await (await sqlStore(client, { table: "select" })).close();
	});

	test("keeps tables apart", async () => {
		const [left, right] = [await sqlStore(client, { table: freshTable() }), await sqlStore(client, { table: freshTable() })];
		await put(left, "k", "left");
		expect(await textOf(right, "k")).toBeUndefined();
	});

	test("writes and lists more entries than fit a statement or a page", async () => {
		const store = await sqlStore(client, { table: freshTable() });
		const keys = Array.from({ length: 2500 }, (_, index) => `k/${String(index).padStart(4, "0")}`);
		const versions = await store.write(keys.map((key) => ({ key, value: toUtf8(key), ifVersion: "absent" })));
		expect(await keysOf(store, "k/")).toEqual(keys);
		const entry = { key: "k/2400", value: toUtf8("x") };
		await expect(store.write([...keys.slice(0, 1500).map((key) => ({ key })), { ...entry, ifVersion: "absent" }])).rejects.toMatchObject({
			code: "ERR_STORE_CONFLICT",
			details: { key: "k/2400" },
		});
		await store.write([...keys.slice(0, 1500).map((key) => ({ key })), { ...entry, ifVersion: versions[2400] as string }]);
		expect(await keysOf(store, "")).toEqual(keys.slice(1500));
	});

	test("takes a version of another kind of store for a conflict, not an error of the database", async () => {
		const store = await sqlStore(client, { table: freshTable() });
		await put(store, "k", "v");
		for (const ifVersion of ["x", "-1", "1.5", "9".repeat(30), "0", "1 "]) {
			await expect(store.write([{ key: "k", ifVersion }])).rejects.toMatchObject({ code: "ERR_STORE_CONFLICT" });
		}
	});

	test("reports a failing database as ERR_STORE_IO with its cause", async () => {
		const table = freshTable();
		const store = await sqlStore(client, { table });
		await db.query(`DROP TABLE ${table}`);
		await expect(store.get("k")).rejects.toMatchObject({ code: "ERR_STORE_IO", details: { code: "42P01" }, cause: { code: "42P01" } });
		await expect(put(store, "k", "v")).rejects.toMatchObject({ code: "ERR_STORE_IO" });
	});

	test("retries what failed because of another transaction, and calls it a conflict if that does not help", async () => {
		let failures = 2;
		const contended: SqlClient = {
			...client,
			async transaction(steps) {
				if (failures-- > 0) throw Object.assign(new Error("deadlock detected"), { code: "40P01" });
				return client.transaction(steps);
			},
		};
		const table = freshTable();
		await (await sqlStore(client, { table })).close();
		const store = await sqlStore(contended, { table });
		expect(await put(store, "k", "v")).toBe("1");
		failures = Number.POSITIVE_INFINITY;
		await expect(put(store, "k", "v")).rejects.toMatchObject({ code: "ERR_STORE_CONFLICT", details: { key: "k" } });
	});
});
