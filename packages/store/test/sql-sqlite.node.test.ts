/**
 * On a real SQLite, compiled to WebAssembly, through shims that give it the shape of the two common drivers.
 */
import { type SqlClient, type SqliteLike, sqliteClient, sqlStore } from "@veilkit/store/sql";
import { Database, SQLite3Error } from "node-sqlite3-wasm";
import { describe, expect, onTestFinished, test } from "vitest";
import { freshPath } from "./folder.ts";
import { conforms, keysOf, put, textOf } from "./helpers.ts";

type Values = (number | string | Uint8Array)[];

/** Runs an action with the error that a driver gives when another connection has the lock. */
function asDriver<T>(action: () => T, busy: object): T {
	try {
		return action();
	} catch (error) {
		if (error instanceof SQLite3Error && error.message.includes("locked")) throw Object.assign(new Error(error.message), busy);
		throw error;
	}
}

/** Like better-sqlite3: a statement knows whether it returns rows, and refuses to be used otherwise. */
function betterSqlite(db: Database): SqliteLike {
	const busy = { code: "SQLITE_BUSY" };
	return {
		prepare: (text) => {
			const reader = /^SELECT|RETURNING/.test(text);
			return {
				reader,
				all(...params) {
					if (!reader) throw new TypeError("This statement does not return data. Use run() instead");
					return asDriver(() => db.all(text, params as Values), busy);
				},
				run: (...params) => asDriver(() => db.run(text, params as Values), busy),
			};
		},
	};
}

/** Like node:sqlite: every statement may be asked for its rows. */
function nodeSqlite(db: Database): SqliteLike {
	return {
		prepare: (text) => ({
			all: (...params) => asDriver(() => db.all(text, params as Values), { code: "ERR_SQLITE_ERROR", errcode: 5 }),
			run: () => {
				throw new Error("not used");
			},
		}),
	};
}

function openDatabase(path: string): Database {
	const db = new Database(path);
	onTestFinished(() => db.close());
	return db;
}

for (const [driver, shape] of Object.entries({ "better-sqlite3": betterSqlite, "node:sqlite": nodeSqlite })) {
	conforms(`the SQL store on SQLite as ${driver} gives it`, () => {
		const path = freshPath();
		// A connection each, as two processes have.
		return () => sqlStore(sqliteClient(shape(openDatabase(path))));
	});

	test(`waits for the lock of another connection, and gives up in the end, with ${driver}`, async () => {
		const path = freshPath();
		const store = await sqlStore(sqliteClient(shape(openDatabase(path))));
		const other = openDatabase(path);
		other.run("BEGIN IMMEDIATE");
		const write = put(store, "k", "v");
		await new Promise((resolve) => setTimeout(resolve, 5));
		other.run("COMMIT");
		expect(await write).toBe("1");
		other.run("BEGIN IMMEDIATE");
		await expect(put(store, "k", "v")).rejects.toMatchObject({ code: "ERR_STORE_CONFLICT", details: { key: "k" } });
		other.run("COMMIT");
		expect(await put(store, "k", "v")).toBe("2");
	});
}

describe("on SQLite", () => {
	test("nothing that the application does on the same connection gets into a transaction", async () => {
		const db = openDatabase(freshPath());
		db.run("CREATE TABLE orders (id INTEGER)");
		const store = await sqlStore(sqliteClient(betterSqlite(db)));
		const refused = store.write([
			{ key: "a", value: new Uint8Array(1) },
			{ key: "b", value: new Uint8Array(1), ifVersion: "7" },
		]);
		db.run("INSERT INTO orders VALUES (1)");
		await expect(refused).rejects.toMatchObject({ code: "ERR_STORE_CONFLICT" });
		expect(db.all("SELECT id FROM orders")).toEqual([{ id: 1 }]);
		expect(await keysOf(store)).toEqual([]);
	});

	test("a write within the application's own transaction is refused, and that transaction goes on", async () => {
		const db = openDatabase(freshPath());
		const store = await sqlStore(sqliteClient(betterSqlite(db)));
		db.run("CREATE TABLE orders (id INTEGER)");
		db.run("BEGIN");
		db.run("INSERT INTO orders VALUES (1)");
		await expect(put(store, "k", "v")).rejects.toMatchObject({ code: "ERR_STORE_IO" });
		db.run("COMMIT");
		expect(db.all("SELECT id FROM orders")).toEqual([{ id: 1 }]);
		await put(store, "k", "v");
		expect(await textOf(store, "k")).toBe("v");
	});

	test("a version drawn by a write that was rolled back may come again, but only for a write that succeeds", async () => {
		const client: SqlClient = sqliteClient(betterSqlite(openDatabase(freshPath())));
		const store = await sqlStore(client);
		const first = await put(store, "k", "1");
		await expect(store.write([{ key: "k", ifVersion: "99" }])).rejects.toMatchObject({ code: "ERR_STORE_CONFLICT" });
		expect(await put(store, "k", "2")).not.toBe(first);
	});
});
