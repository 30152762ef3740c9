/**
 * The types of a policy: which treatments a column of the schema allows, and what a released row looks like.
 */

import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Value } from "@veilkit/core";
import type { FpeTokenTreatment } from "../fpe/fpe-token.ts";
import type { IpTokenTreatment } from "../ip/ip-token.ts";
import type { Token } from "../token/token.ts";
import type { ConstantTreatment } from "../treatment/constant.ts";
import type { DropTreatment } from "../treatment/drop.ts";
import type { AgeTreatment, BirthYearTreatment } from "../treatment/generalize-age.ts";
import type { BucketTreatment } from "../treatment/generalize-bucket.ts";
import type { MonthTreatment, YearTreatment } from "../treatment/generalize-date.ts";
import type { HierarchyTreatment } from "../treatment/generalize-hierarchy.ts";
import type { PrefixTreatment } from "../treatment/generalize-prefix.ts";
import type { TopBottomTreatment } from "../treatment/generalize-top-bottom.ts";
import type { Zip3Treatment } from "../treatment/generalize-zip3.ts";
import type { KeepTreatment } from "../treatment/keep.ts";
import type { MaskTreatment } from "../treatment/mask.ts";
import type { RedactTreatment } from "../treatment/redact.ts";
import type { ShiftDateTreatment } from "../treatment/shift-date.ts";
import type { Blake3TokenTreatment } from "../treatment/token-blake3.ts";
import type { HmacTokenTreatment } from "../treatment/token-hmac.ts";
import type { SivTokenTreatment } from "../treatment/token-siv.ts";
import type { Policy } from "./policy.ts";

type TokenTreatment<Domain extends string = string> =
	| HmacTokenTreatment<Domain>
	| Blake3TokenTreatment<Domain>
	| SivTokenTreatment<Domain>
	| FpeTokenTreatment<Domain>
	| IpTokenTreatment<Domain>;

type DateTreatment<Names extends string> = ShiftDateTreatment<Names> | YearTreatment | MonthTreatment | BirthYearTreatment;

type NumberTreatment = BucketTreatment | AgeTreatment | TopBottomTreatment;

type TextTreatment = Zip3Treatment | RedactTreatment;

/** The treatments for columns of a type; what is no cell value (an object, a list) can only be dropped. */
export type TreatmentFor<Type, Names extends string> = [NonNullable<Type>] extends [Exclude<Value, null>]
	?
			| KeepTreatment
			| DropTreatment
			| ConstantTreatment
			| HmacTokenTreatment
			| Blake3TokenTreatment
			| SivTokenTreatment
			| FpeTokenTreatment
			| IpTokenTreatment
			| PrefixTreatment
			| MaskTreatment
			| HierarchyTreatment
			| ([NonNullable<Type>] extends [string] ? TextTreatment : never)
			| ([NonNullable<Type>] extends [string | number | bigint] ? NumberTreatment : never)
			| ([NonNullable<Type>] extends [string | Date] ? DateTreatment<Names> : never)
	: DropTreatment | ConstantTreatment;

/** A treatment for every column of a row type, optional ones included. */
export type PolicyColumns<Input> = { readonly [Name in keyof Input]-?: TreatmentFor<Input[Name], keyof Input & string> };

type Missing<Type> = null extends Type ? null : undefined extends Type ? null : never;

type Shifted<Type> = (Type extends string ? string : never) | (Type extends Date ? Date : never);

type Coded<Type> = (Type extends string ? string : never) | (Type extends number ? number : never) | (Type extends bigint ? bigint : never);

/** The type of a released value. */
export type Treated<T, Type> = T extends KeepTreatment
	? Exclude<Type, undefined> | Missing<Type>
	: T extends TokenTreatment<infer Domain>
		? Token<Domain> | Missing<Type>
		: T extends ShiftDateTreatment
			? Shifted<Type> | Missing<Type>
			: T extends TopBottomTreatment
				? Coded<Type> | Missing<Type>
				: T extends ConstantTreatment<infer Constant>
					? Constant
					: string | Missing<Type>;

type RowOf<Schema> = Schema extends StandardSchemaV1 ? StandardSchemaV1.InferOutput<Schema> : unknown;

type FieldOf<Row, Name> = Name extends keyof Row ? Row[Name] : Value;

/** The rows that a policy takes. */
export type InputOf<P> =
	P extends Policy<infer Schema, infer _Columns>
		? Schema extends StandardSchemaV1
			? StandardSchemaV1.InferInput<Schema>
			: Readonly<Record<string, Value | undefined>>
		: never;

/** The rows that a policy releases: tokens branded by domain, dropped columns absent, kept columns of their own type. */
export type OutputOf<P> =
	P extends Policy<infer Schema, infer Columns>
		? string extends keyof Columns
			? Readonly<Record<string, Value>>
			: {
					readonly [Name in keyof Columns as Columns[Name] extends DropTreatment ? never : Name]: Treated<
						Columns[Name],
						FieldOf<RowOf<Schema>, Name>
					>;
				}
		: never;

/** The columns of a policy that hold tokens. */
export type TokenColumnOf<P> =
	P extends Policy<infer _Schema, infer Columns>
		? string extends keyof Columns
			? string
			: { [Name in keyof Columns]: Columns[Name] extends TokenTreatment ? Name : never }[keyof Columns] & string
		: never;

/** The tokens of a column of a policy. */
export type TokenOf<P, Name> =
	P extends Policy<infer _Schema, infer Columns>
		? Name extends keyof Columns
			? Columns[Name] extends TokenTreatment<infer Domain>
				? Token<Domain>
				: Token
			: Token
		: never;
