/**
 * Declaring a policy: checks the treatments of all columns and freezes them.
 */
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { checkFunction, invalidArgument } from "@veilkit/core";
import type { OptInTreatments } from "../treatment/opt-in.ts";
import { columnsRead, parseTreatment, type Treatment } from "../treatment/registry.ts";
import type { PolicyColumns } from "./output.ts";
import type { Policy } from "./policy.ts";

/** A checked policy from untyped columns. */
export function createPolicy<Schema extends StandardSchemaV1 | undefined>(
	schema: Schema,
	columns: object,
	path: string,
	optIns: readonly OptInTreatments[] = [],
): Policy<Schema> {
	const parsed = Object.entries(columns).map(([name, value]): [string, Treatment] => [
		name,
		parseTreatment(value, `${path}.${name}`, optIns),
	]);
	if (parsed.length === 0) throw invalidArgument(path, "at least one column");
	const names = new Set(parsed.map(([name]) => name));
	for (const [name, treatment] of parsed) {
		for (const other of columnsRead(treatment)) {
			if (!names.has(other)) throw invalidArgument(`${path}.${name}`, `a treatment that reads columns of the policy; "${other}" is none`);
		}
	}
	return Object.freeze({ version: 1, schema, columns: Object.freeze(Object.fromEntries(parsed)) });
}

/**
 * Declares how the rows of a schema are released.
 *
 * @param schema - any Standard Schema (zod, valibot, arktype …) that describes a row as an object
 * @param columns - a treatment for every column of the schema's input type
 *
 * @example
 * ```ts
 * import { definePolicy, drop, keep, token } from "@veilkit/pseudonymize";
 * import * as v from "valibot";
 * const policy = definePolicy(v.object({ id: v.string(), country: v.string(), notes: v.string() }), {
 *   id: token.hmac({ domain: "analytics" }),
 *   country: keep,
 *   notes: drop,
 * });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` naming the column whose treatment is not right
 */
export function definePolicy<Schema extends StandardSchemaV1, const Columns extends PolicyColumns<StandardSchemaV1.InferInput<Schema>>>(
	schema: Schema,
	columns: Columns & { readonly [Name in Exclude<keyof Columns, keyof StandardSchemaV1.InferInput<Schema>>]: never },
): Policy<Schema, Columns> {
	checkFunction(schema?.["~standard"]?.validate, "definePolicy(schema): a Standard Schema, whose ~standard.validate");
	return createPolicy(schema, columns, "definePolicy(columns)") as Policy<Schema, Columns>;
}
