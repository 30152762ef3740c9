/**
 * A store in one table of a PostgreSQL or SQLite database.
 *
 * Every write is a transaction. Versions come from a sequence (PostgreSQL) or a counter row (SQLite) and are never drawn twice.
 * A condition is part of the statement that changes the row (`… WHERE key = $1 AND version = $2`), so under READ COMMITTED it is checked
 * on the row as locked, and stricter levels work too. "Must not exist" is always checked by inserting, which the primary key serialises.
 *
 * As durable as the database is set to be: `synchronous_commit` of PostgreSQL, `PRAGMA synchronous` of SQLite, `relaxedDurability` of PGlite.
 * Keys, and values unless the caller encrypts them, are visible to whoever can read the table.
 */
import {
	ABSENT,
	checkChanges,
	checkOptions,
	checkString,
	isVeilkitError,
	type Store,
	type StoreChange,
	type StoreEntry,
	storeClosed,
	storeConflict,
	VeilkitError,
} from "@veilkit/core";
import type { SqlClient, SqlRows, SqlStatement, SqlSteps } from "./client.ts";
import { type Statements, statementsFor } from "./statements.ts";

/** Options of {@link sqlStore}. */
export interface SqlStoreOptions {
	/** Name of the table, `veilkit_store` unless given: lower-case letters, digits and `_`, at most 48 characters. */
	readonly table?: string;
}

const TABLE_SHAPE = { maxLength: 48, pattern: /^[a-z_][a-z0-9_]*$/, description: "lower-case letters, digits and _" } as const;
/** Rows of one statement; three parameters a row stay far below every driver's limit. */
const MAX_ROWS = 1000;
const PAGE_ROWS = 100;
const ATTEMPTS = 8;
/** After every character that a key may have, so that `prefix + AFTER_KEYS` bounds the keys with a prefix. */
const AFTER_KEYS = "\u007f";

function toEntry(row: SqlRows[number]): StoreEntry {
	const { key, value, version } = row as { key: string; value: Uint8Array; version: unknown };
	return { key, value: new Uint8Array(value), version: String(version) };
}

/** The code that a driver gives an error, or "". */
function driverCode(error: unknown): string {
	if (!(error instanceof Error)) return "";
	// `node:sqlite` numbers its errors: 5 in the lowest byte is SQLITE_BUSY.
	if ("errcode" in error) return (Number(error.errcode) & 0xff) === 5 ? "SQLITE_BUSY" : `SQLITE_${error.errcode}`;
	return "code" in error ? String(error.code) : "";
}

/** Whether another transaction caused the error, so that a retry may cure it: serialisation failure, deadlock, lock. */
function isContention(error: unknown): boolean {
	const code = driverCode(error);
	return code === "40001" || code === "40P01" || code.startsWith("SQLITE_BUSY");
}

function toStoreError(cause: unknown): VeilkitError {
	if (isVeilkitError(cause)) return cause;
	const code = driverCode(cause);
	const message = `sql store: the database refused or was lost${code === "" ? "" : ` (${code})`}; see the cause`;
	return new VeilkitError("ERR_STORE_IO", message, { details: { code }, cause });
}

/** Which statement a change needs. */
function kindOf({ value, ifVersion }: StoreChange): "insert" | "replace" | "removeVersion" | "put" | "remove" {
	if (ifVersion === ABSENT) return "insert";
	if (ifVersion === undefined) return value === undefined ? "remove" : "put";
	return value === undefined ? "removeVersion" : "replace";
}

/** Cuts changes, in order, into what one statement can do. */
function intoStatements(changes: readonly StoreChange[]): StoreChange[][] {
	const runs: StoreChange[][] = [];
	for (const change of changes) {
		const run = runs.at(-1);
		const kind = kindOf(change);
		const fits = run?.[0] !== undefined && kindOf(run[0]) === kind && run.length < MAX_ROWS;
		if (run && fits && kind !== "replace" && kind !== "removeVersion") run.push(change);
		else runs.push([change]);
	}
	return runs;
}

/** Refuses the write unless every change has found its row. */
function requireAll(changes: readonly StoreChange[], rows: SqlRows): void {
	if (rows.length === changes.length) return;
	const found = new Set(rows.map((row) => row["key"]));
	throw storeConflict((changes.find(({ key }) => !found.has(key)) as StoreChange).key);
}

function* writeSteps(statements: Statements, changes: readonly StoreChange[]): SqlSteps<readonly string[]> {
	const [drawn] = yield statements.nextVersion;
	const version = String(drawn?.["version"]);
	// All writers lock rows in the order of keys, so that none waits for another in a circle.
	for (const run of intoStatements(changes.toSorted((a, b) => (a.key < b.key ? -1 : 1)))) {
		const [first] = run as [StoreChange];
		const kind = kindOf(first);
		if (kind === "insert") requireAll(run, yield statements.insert(run, version));
		else if (kind === "replace") requireAll(run, yield statements.replace(first, version));
		else if (kind === "removeVersion") requireAll(run, yield statements.removeVersion(first));
		else yield kind === "put" ? statements.put(run, version) : statements.remove(run);
	}
	// Deleting what must not exist: it was inserted above, so that nobody else could insert it, and now goes again.
	const guards = changes.filter(({ value, ifVersion }) => value === undefined && ifVersion === ABSENT);
	for (const run of intoStatements(guards)) yield statements.remove(run);
	return changes.map(({ value }) => (value === undefined ? ABSENT : version));
}

async function createTable(client: SqlClient, statements: Statements): Promise<void> {
	if (statements.exists) {
		// Most sessions find the table, and need not have the right to create one.
		const { rows } = await client.query(statements.exists.text, statements.exists.params);
		if (rows.length > 0) return;
	}
	await client.transaction(function* () {
		for (const statement of statements.create) yield statement;
	});
}

/** Tries again what failed because of other transactions; conflicts of versions are not retried. */
async function retrying<T>(action: () => Promise<T>, exhausted: () => VeilkitError): Promise<T> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		try {
			return await action();
		} catch (error) {
			if (!isContention(error)) throw toStoreError(error);
			await new Promise((resolve) => setTimeout(resolve, 2 ** attempt));
		}
	}
	throw exhausted();
}

/**
 * Opens the store in a table of a database, and creates the table unless it exists.
 *
 * @param client - made by {@link pgliteClient}, {@link pgClient} or {@link sqliteClient}; closing the store leaves it open
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for a table name of another shape; `ERR_STORE_IO` if the table cannot be created
 *
 * @example
 * ```ts
 * import { PGlite } from "@electric-sql/pglite";
 * import { toUtf8 } from "@veilkit/core";
 * import { pgliteClient, sqlStore } from "@veilkit/store/sql";
 * const store = await sqlStore(pgliteClient(new PGlite()), { table: "consents" });
 * await store.write([{ key: "greeting", value: toUtf8("hello"), ifVersion: "absent" }]);
 * ```
 */
export async function sqlStore(client: SqlClient, options: SqlStoreOptions = {}): Promise<Store> {
	checkOptions(options, "sqlStore(options)", ["table"]);
	const table = checkString(options.table ?? "veilkit_store", "sqlStore(options.table)", TABLE_SHAPE);
	const statements = statementsFor(client.dialect, table);
	const busy = (): VeilkitError => new VeilkitError("ERR_STORE_IO", "sql store: the database stays locked by other transactions");
	let closed = false;

	async function rowsOf({ text, params }: SqlStatement): Promise<SqlRows> {
		if (closed) throw storeClosed();
		return retrying(async () => (await client.query(text, params)).rows, busy);
	}

	await retrying(() => createTable(client, statements), busy);
	return {
		async get(key) {
			const [row] = await rowsOf(statements.get(key));
			return row && toEntry(row);
		},
		async *list(prefix) {
			const to = prefix + AFTER_KEYS;
			let rows = await rowsOf(statements.page(prefix, false, to, PAGE_ROWS));
			for (;;) {
				for (const row of rows) yield toEntry(row);
				const last = rows.at(-1);
				if (last === undefined || rows.length < PAGE_ROWS) return;
				rows = await rowsOf(statements.page(last["key"] as string, true, to, PAGE_ROWS));
			}
		},
		async write(changes) {
			if (closed) throw storeClosed();
			checkChanges(changes);
			const [first] = changes;
			if (first === undefined) return [];
			// A version that no write of this store has given cannot be the current one.
			const impossible = changes.find(({ ifVersion = ABSENT }) => ifVersion !== ABSENT && !/^[1-9]\d{0,17}$/.test(ifVersion));
			if (impossible) throw storeConflict(impossible.key);
			const own = changes.map((change) => (change.value ? { ...change, value: change.value.slice() } : change));
			return retrying(
				() => client.transaction(() => writeSteps(statements, own)),
				() => storeConflict(first.key),
			);
		},
		async close() {
			closed = true;
		},
	};
}
