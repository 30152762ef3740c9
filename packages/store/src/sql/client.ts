/**
 * What the SQL store asks of a database client, and shims for common ones. No driver is a dependency: each is typed by the part of it
 * that is used, and handed in by the caller, who also closes it.
 */

/** Rows as drivers return them. */
export type SqlRows = readonly Readonly<Record<string, unknown>>[];

/** One statement with its parameters: `$1`, `$2` … in PostgreSQL's dialect, `?` in SQLite's. */
export interface SqlStatement {
	readonly text: string;
	readonly params: readonly unknown[];
}

/**
 * The statements of one transaction, in which a statement may depend on the rows of those before it. A generator rather than an
 * asynchronous function, so that a synchronous client can run it in one go: nothing else on its connection gets in between.
 */
export type SqlSteps<T> = Generator<SqlStatement, T, SqlRows>;

/** A database, in two methods. */
export interface SqlClient {
	readonly dialect: "postgres" | "sqlite";
	/** Runs one statement. */
	query(text: string, params: readonly unknown[]): Promise<{ readonly rows: SqlRows }>;
	/** Runs steps in a transaction: commits once they return, rolls back if they throw or a statement fails. */
	transaction<T>(steps: () => SqlSteps<T>): Promise<T>;
}

/** The part of an asynchronous client that runs a statement. */
export interface SqlQueryable {
	/** Runs one statement with its parameters. */
	query(text: string, params?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** The part of a PGlite instance that is used. */
export interface PgliteLike extends SqlQueryable {
	/** Runs the action in a transaction that commits once it resolves. */
	transaction<T>(action: (transaction: SqlQueryable) => Promise<T>): Promise<T>;
}

/** The part of a `pg` pool that is used. */
export interface PgPoolLike extends SqlQueryable {
	/** Lends a connection. */
	connect(): Promise<PgConnectionLike>;
}

/** The part of a connection lent by a `pg` pool that is used. */
export interface PgConnectionLike extends SqlQueryable {
	/** Gives the connection back, or closes it. */
	release(destroy?: boolean): void;
}

/** The part of a `better-sqlite3` or `node:sqlite` database that is used. */
export interface SqliteLike {
	/** Compiles a statement. */
	prepare(text: string): SqliteStatementLike;
}

/** The part of a compiled SQLite statement that is used. */
export interface SqliteStatementLike {
	/** Whether the statement returns rows; `node:sqlite` does not tell. */
	readonly reader?: boolean;
	/** Runs it and returns its rows. */
	all(...params: unknown[]): unknown[];
	/** Runs it for its effect. */
	run(...params: unknown[]): unknown;
}

async function queryRows(target: SqlQueryable, text: string, params: readonly unknown[]): Promise<{ rows: SqlRows }> {
	const { rows } = await target.query(text, [...params]);
	return { rows: rows as SqlRows };
}

/** Sends each statement and hands its rows back to the steps. */
async function follow<T>(target: SqlQueryable, steps: SqlSteps<T>): Promise<T> {
	let step = steps.next();
	while (!step.done) step = steps.next((await queryRows(target, step.value.text, step.value.params)).rows);
	return step.value;
}

/**
 * A client for PGlite, the PostgreSQL that runs in the process.
 *
 * @example
 * ```ts
 * import { PGlite } from "@electric-sql/pglite";
 * import { pgliteClient, sqlStore } from "@veilkit/store/sql";
 * const store = await sqlStore(pgliteClient(new PGlite("./data")));
 * ```
 */
export function pgliteClient(db: PgliteLike): SqlClient {
	return {
		dialect: "postgres",
		query: (text, params) => queryRows(db, text, params),
		transaction: (steps) => db.transaction((transaction) => follow(transaction, steps())),
	};
}

/**
 * A client for a PostgreSQL server through a `pg` pool.
 *
 * @example
 * ```ts
 * import pg from "pg";
 * import { pgClient, sqlStore } from "@veilkit/store/sql";
 * const store = await sqlStore(pgClient(new pg.Pool({ connectionString: process.env.DATABASE_URL })));
 * ```
 */
export function pgClient(pool: PgPoolLike): SqlClient {
	return {
		dialect: "postgres",
		query: (text, params) => queryRows(pool, text, params),
		async transaction(steps) {
			const connection = await pool.connect();
			let broken = false;
			try {
				await connection.query("BEGIN");
				const result = await follow(connection, steps());
				await connection.query("COMMIT");
				return result;
			} catch (error) {
				await connection.query("ROLLBACK").catch(() => {
					broken = true;
				});
				throw error;
			} finally {
				connection.release(broken);
			}
		},
	};
}

/**
 * A client for SQLite through a synchronous driver such as `better-sqlite3` or `node:sqlite`.
 *
 * @example
 * ```ts
 * import Database from "better-sqlite3";
 * import { sqliteClient, sqlStore } from "@veilkit/store/sql";
 * const store = await sqlStore(sqliteClient(new Database("app.db")));
 * ```
 */
export function sqliteClient(db: SqliteLike): SqlClient {
	const run = (text: string, params: readonly unknown[]): SqlRows => {
		const statement = db.prepare(text);
		if (statement.reader !== false) return statement.all(...params) as SqlRows;
		statement.run(...params);
		return [];
	};
	return {
		dialect: "sqlite",
		query: async (text, params) => ({ rows: run(text, params) }),
		async transaction(steps) {
			// Takes the write lock at once: a transaction that first reads could not wait for it later.
			run("BEGIN IMMEDIATE", []);
			try {
				const program = steps();
				let step = program.next();
				while (!step.done) step = program.next(run(step.value.text, step.value.params));
				run("COMMIT", []);
				return step.value;
			} catch (error) {
				try {
					run("ROLLBACK", []);
				} catch {
					// SQLite rolls back by itself after some errors, such as a full disk.
				}
				throw error;
			}
		},
	};
}
