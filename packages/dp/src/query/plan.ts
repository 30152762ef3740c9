/**
 * A plan: a query with a price. It can be inspected at no cost; running it debits the ledger, then reads the data, then adds noise.
 */
import { checkOptions, type OperationOptions } from "@veilkit/core";
import { createUniformIntegers } from "@veilkit/kernels";
import type { LedgerReceipt } from "@veilkit/ledger";
import { formatLoss, type PrivacyAmount } from "../budget/amount.ts";
import { toNumberUp } from "../numeric/double.ts";
import { multiply, rational } from "../numeric/rational.ts";
import { formatRational } from "../numeric/text.ts";
import type { Source } from "../source/source.ts";
import type { QueryContext } from "./context.ts";
import { explainPlan, planDigest, summarizePlan } from "./describe.ts";
import { designRelease, type OutputDesign, type QueryParts, type ReleaseDesign } from "./design.ts";
import { type Estimate, releaseTotals } from "./release.ts";

/** What a plan says about one output. Amounts in the unit of the value. */
export interface OutputPlan {
	readonly kind: "count" | "sum";
	readonly mechanism: "discrete-laplace";
	/** This output's share of ε, exact. */
	readonly epsilon: string;
	/** L1 sensitivity over all groups, exact. */
	readonly sensitivity: string;
	/** Noise scale, exact. */
	readonly scale: string;
	/** Upper bound. */
	readonly stdDev: number;
	/** Half the width of the confidence interval, rounded up to a whole step. */
	readonly halfWidth: number;
}

/** How a plan selects keys that are private. */
export interface SelectionPlan {
	readonly epsilon: string;
	readonly delta: string;
	/** Scale of the noise on the number of units, exact. */
	readonly scale: string;
	/** A key is reported iff its noisy number of units is greater than this. */
	readonly threshold: bigint;
}

/** One released group: its keys as text, its outputs as estimates. */
export type AnswerRow<Keys extends string, Outputs extends string> = { readonly [key in Keys]: string } & {
	readonly [output in Outputs]: Estimate;
};

/** What a run returns. */
export interface Answer<Keys extends string, Outputs extends string> {
	readonly rows: readonly AnswerRow<Keys, Outputs>[];
	/** Where the ledger records the debit. */
	readonly receipt: LedgerReceipt;
	readonly spent: PrivacyAmount;
}

/** A query with a price. */
export interface Plan<Keys extends string, Outputs extends string> {
	/** What one run costs. δ is 0 if no private keys are selected. */
	readonly cost: PrivacyAmount;
	readonly confidence: string;
	readonly columns: { readonly [output in Outputs]: OutputPlan };
	/** undefined if all keys are public. */
	readonly selection: SelectionPlan | undefined;
	/** SHA-256 of everything that decides the release, as the ledger records it. */
	readonly digest: string;
	/** The plan in words. */
	explain(): string;
	/**
	 * Debits the cost, then reads the rows once and releases an answer. Each run costs anew and draws fresh noise.
	 *
	 * `onProgress` sees exact numbers of rows: it is for whoever may see the data, not for who sees the answer.
	 *
	 * What fails after the debit (a reader that throws, an abort) does not undo it.
	 *
	 * @throws {VeilkitError} `ERR_DP_BUDGET_EXCEEDED` with nothing recorded and nothing read; `ERR_DP_COLUMN_MISSING`; errors of the ledger and the source
	 */
	run(options?: OperationOptions): Promise<Answer<Keys, Outputs>>;
}

function outputPlan({ column, epsilon, sensitivity, scale, step, stdDev, halfWidth }: OutputDesign): OutputPlan {
	return {
		kind: column === undefined ? "count" : "sum",
		mechanism: "discrete-laplace",
		epsilon: formatRational(epsilon),
		sensitivity: formatRational(multiply(rational(sensitivity), step)),
		scale: formatRational(multiply(scale, step)),
		stdDev,
		halfWidth: toNumberUp(multiply(rational(halfWidth), step)),
	};
}

function selectionPlan({ selection }: ReleaseDesign): SelectionPlan | undefined {
	return (
		selection && {
			epsilon: formatRational(selection.epsilon),
			delta: formatRational(selection.delta),
			scale: formatRational(selection.scale),
			threshold: selection.threshold,
		}
	);
}

/** The plan of a query whose options were checked. */
export function createPlan<Keys extends string, Outputs extends string>(
	query: QueryParts,
	options: Parameters<typeof designRelease>[1],
	context: QueryContext & { readonly source: Source },
): Plan<Keys, Outputs> {
	const design = designRelease(query, options);
	const { account, dataset, random, source } = context;
	const digest = planDigest(dataset, query, design);
	const names = [...query.groupBy.map(({ name }) => name), ...design.outputs.map(({ name }) => name)];
	return {
		cost: formatLoss(design.cost),
		confidence: formatRational(design.confidence),
		columns: Object.fromEntries(design.outputs.map((output) => [output.name, outputPlan(output)])) as Plan<Keys, Outputs>["columns"],
		selection: selectionPlan(design),
		digest,
		explain: () => explainPlan(dataset, query, design),
		async run(operation = {}) {
			checkOptions(operation, "plan.run(options)", ["signal", "onProgress"]);
			operation.signal?.throwIfAborted();
			const receipt = await account.debit({ spend: design.cost, query: digest, plan: summarizePlan(query, design) });
			const uniform = createUniformIntegers(random);
			const totals = await source.aggregate({ unit: query.unit, groupBy: query.groupBy, sums: query.sums, uniform }, operation);
			const rows = releaseTotals(totals, design, uniform).map(({ keys, estimates }) => {
				const cells = [...keys, ...estimates];
				return Object.fromEntries(names.map((name, place) => [name, cells[place]])) as AnswerRow<Keys, Outputs>;
			});
			return { rows, receipt, spent: formatLoss(design.cost) };
		},
	};
}
