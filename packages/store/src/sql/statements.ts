/**
 * The statements of the SQL store, in both dialects.
 *
 * Table and counter are named after the checked `table` option and quoted; everything else is a parameter.
 */
import type { StoreChange } from "@veilkit/core";
import type { SqlClient, SqlStatement } from "./client.ts";

/** Makes the statements for one table. */
export interface Statements {
	/** Whether the table and its counter exist; undefined where creating them anyway is as cheap. */
	readonly exists: SqlStatement | undefined;
	/** Create them, also if others do so at the same time. */
	readonly create: readonly SqlStatement[];
	/** Draws a version that was never drawn before. */
	readonly nextVersion: SqlStatement;
	get(key: string): SqlStatement;
	/** A page of entries with `from` ≤ key, or < if `from` was the last of the page before, and key < `to`. */
	page(from: string, isAfter: boolean, to: string, limit: number): SqlStatement;
	/** Writes entries whether or not their keys exist. */
	put(changes: readonly StoreChange[], version: string): SqlStatement;
	/** Writes entries whose keys do not exist, with an empty value if they have none, and returns the keys it wrote. */
	insert(changes: readonly StoreChange[], version: string): SqlStatement;
	/** Writes one entry if its version is as expected, and returns its key. */
	replace(change: StoreChange, version: string): SqlStatement;
	/** Deletes entries. */
	remove(changes: readonly StoreChange[]): SqlStatement;
	/** Deletes one entry if its version is as expected, and returns its key. */
	removeVersion(change: StoreChange): SqlStatement;
}

/** Builds a statement from a template whose substitutions are parameters, lists of them, or `Name`s. */
type Sql = (parts: TemplateStringsArray, ...substitutions: readonly unknown[]) => SqlStatement;

/** A checked, quoted name. */
interface Name {
	readonly quoted: string;
}

const isName = (value: unknown): value is Name => typeof value === "object" && value !== null && "quoted" in value;

function sqlFor(dialect: SqlClient["dialect"]): Sql {
	return (parts, ...substitutions) => {
		const params: unknown[] = [];
		const mark = (value: unknown): string => {
			params.push(value);
			return dialect === "postgres" ? `$${params.length}` : "?";
		};
		const render = (value: unknown): string => {
			if (isName(value)) return value.quoted;
			if (!Array.isArray(value)) return mark(value);
			return value.map((item) => (Array.isArray(item) ? `(${item.map(mark).join(", ")})` : mark(item))).join(", ");
		};
		const text = parts.reduce((sum, part, index) => sum + render(substitutions[index - 1]) + part);
		return { text, params };
	};
}

const NO_VALUE = new Uint8Array(0);

/** The statements for a table of a dialect. */
export function statementsFor(dialect: SqlClient["dialect"], tableName: string): Statements {
	const sql = sqlFor(dialect);
	const table: Name = { quoted: `"${tableName}"` };
	const counter: Name = { quoted: `"${tableName}_version"` };
	const rows = (changes: readonly StoreChange[], version: string): unknown[][] =>
		changes.map(({ key, value = NO_VALUE }) => [key, value, version]);

	const postgres = (): Pick<Statements, "exists" | "create" | "nextVersion"> => ({
		exists: sql`SELECT 1 WHERE to_regclass(${table.quoted}) IS NOT NULL AND to_regclass(${counter.quoted}) IS NOT NULL`,
		create: [
			// IF NOT EXISTS alone can fail when two sessions create the same table.
			sql`SELECT pg_advisory_xact_lock(hashtext(${`veilkit:${tableName}`}))`,
			sql`CREATE SEQUENCE IF NOT EXISTS ${counter}`,
			sql`CREATE TABLE IF NOT EXISTS ${table} (key text COLLATE "C" PRIMARY KEY, value bytea NOT NULL, version bigint NOT NULL)`,
		],
		nextVersion: sql`SELECT nextval(${counter.quoted}) AS version`,
	});
	const sqlite = (): Pick<Statements, "exists" | "create" | "nextVersion"> => ({
		exists: undefined,
		create: [
			sql`CREATE TABLE IF NOT EXISTS ${counter} (id INTEGER PRIMARY KEY CHECK (id = 0), last INTEGER NOT NULL)`,
			sql`INSERT OR IGNORE INTO ${counter} (id, last) VALUES (0, 0)`,
			sql`CREATE TABLE IF NOT EXISTS ${table} (key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL, version INTEGER NOT NULL)`,
		],
		nextVersion: sql`UPDATE ${counter} SET last = last + 1 RETURNING last AS version`,
	});

	return {
		...(dialect === "postgres" ? postgres() : sqlite()),
		get: (key) => sql`SELECT key, value, version FROM ${table} WHERE key = ${key}`,
		page: (from, isAfter, to, limit) =>
			isAfter
				? sql`SELECT key, value, version FROM ${table} WHERE key > ${from} AND key < ${to} ORDER BY key LIMIT ${limit}`
				: sql`SELECT key, value, version FROM ${table} WHERE key >= ${from} AND key < ${to} ORDER BY key LIMIT ${limit}`,
		put: (changes, version) =>
			sql`INSERT INTO ${table} (key, value, version) VALUES ${rows(changes, version)}
				ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version`,
		insert: (changes, version) =>
			sql`INSERT INTO ${table} (key, value, version) VALUES ${rows(changes, version)} ON CONFLICT (key) DO NOTHING RETURNING key`,
		replace: ({ key, value, ifVersion }, version) =>
			sql`UPDATE ${table} SET value = ${value}, version = ${version} WHERE key = ${key} AND version = ${ifVersion} RETURNING key`,
		remove: (changes) => sql`DELETE FROM ${table} WHERE key IN (${changes.map(({ key }) => key)})`,
		removeVersion: ({ key, ifVersion }) => sql`DELETE FROM ${table} WHERE key = ${key} AND version = ${ifVersion} RETURNING key`,
	};
}
