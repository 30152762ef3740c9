export {
	type PgConnectionLike,
	type PgliteLike,
	type PgPoolLike,
	pgClient,
	pgliteClient,
	type SqlClient,
	type SqliteLike,
	type SqliteStatementLike,
	type SqlQueryable,
	type SqlRows,
	type SqlStatement,
	type SqlSteps,
	sqliteClient,
} from "./client.ts";
export { type SqlStoreOptions, sqlStore } from "./sql-store.ts";
