/** Differential privacy: the groups that mechanisms, key selection and the budget of `@veilkit/dp` answer; accounting in files of its own. */
import { createBatch, createSigner, generateKey, isVeilkitError, memoryStore } from "@veilkit/core";
import { openSession, pureDp, rowsSource } from "@veilkit/dp";
import { gaussianRho, noiseHalfWidth, zcdpDelta } from "@veilkit/dp/accounting";
import {
	type Bracket,
	discreteLaplaceEpsilon,
	discreteLaplaceMass,
	discreteLaplaceQuantile,
	discreteLaplaceTail,
	discreteLaplaceVariance,
	keySelectionDelta,
	keySelectionThreshold,
} from "@veilkit/dp/mechanisms";
import { openLedger } from "@veilkit/ledger";
import { type ConformanceCase, type FileAdapter, testsOf, type VectorGroup } from "../runner.ts";
import { accountingGroups } from "./dp-accounting.ts";
import { lossGroups } from "./dp-loss.ts";

interface DpTest<In, Out> {
	readonly id: string;
	readonly in: In;
	readonly out: Out;
}

function cases<In, Out>(run: (given: In, expected: Out) => boolean | Promise<boolean>) {
	return function* (group: VectorGroup): Iterable<ConformanceCase> {
		for (const test of testsOf<DpTest<In, Out>>(group)) yield { id: test.id, run: () => run(test.in, test.out) };
	};
}

/** Whether both ends lie within a relative distance of the expected number. */
function around({ low, high }: Bracket, expected: number, relative: number): boolean {
	return low <= high && low >= expected * (1 - relative) && high <= expected * (1 + relative);
}

interface Law {
	readonly pmf: number;
	readonly tailGe: number;
	readonly variance: number;
}

const law = cases<{ readonly scale: string; readonly x: number }, Law>(
	({ scale, x }, expected) =>
		around(discreteLaplaceMass(scale, x), expected.pmf, 1e-12) &&
		around(discreteLaplaceTail(scale, x), expected.tailGe, 1e-12) &&
		around(discreteLaplaceVariance(scale), expected.variance, 1e-12),
);

/** Ours is the strict rule: released iff noisy > threshold. */
const strictThreshold = cases<{ readonly scale: number; readonly threshold: number; readonly d: number }, { readonly deltaStrict: number }>(
	({ scale, threshold, d }, { deltaStrict }) => {
		const delta = keySelectionDelta({ scale, threshold: BigInt(threshold), contribution: d });
		return around({ low: delta, high: delta }, deltaStrict, 1e-9);
	},
);

interface Accuracy {
	readonly scale: number;
	readonly alpha: number;
}

interface Accuracies {
	readonly laplace: number;
	readonly discreteLaplace: number;
	readonly gaussian: number;
}

const near = (given: number, expected: number): boolean => around({ low: given, high: given }, expected, 1e-10);

/** The vector is the real a with P(|Z| ≥ a) = α; ours is the least integer w with P(|Z| > w) ≤ α, so w = max(0, ⌈a⌉ − 1). */
function* accuracy(group: VectorGroup): Iterable<ConformanceCase> {
	for (const test of testsOf<DpTest<Accuracy, Accuracies>>(group)) {
		const { scale, alpha } = test.in;
		const expected = BigInt(Math.max(0, Math.ceil(test.out.discreteLaplace) - 1));
		yield { id: `${test.id} discreteLaplace`, run: () => discreteLaplaceQuantile(scale, alpha) === expected };
		yield { id: `${test.id} laplace`, run: () => near(noiseHalfWidth({ law: "laplace", scale }, { alpha }), test.out.laplace) };
		yield { id: `${test.id} gaussian`, run: () => near(noiseHalfWidth({ law: "gaussian", sigma: scale }, { alpha }), test.out.gaussian) };
	}
}

interface Budget {
	readonly total: string;
	readonly spends: readonly string[];
}

const exactBudget = cases<Budget, { readonly accepted: boolean; readonly then: string; readonly thenAccepted: boolean }>(
	async ({ total, spends }, expected) => {
		const ledger = await openLedger(memoryStore(), {
			signer: createSigner(generateKey({ purpose: "sign" })),
			origin: "conformance.example",
		});
		const session = await openSession({ ledger, dataset: "vectors", budget: pureDp({ epsilon: total }) });
		const source = rowsSource(() => [createBatch({ n: [1] })]);
		const accepts = async (epsilon: string): Promise<boolean> => {
			try {
				await session
					.source(source, { unit: "row", columns: {} })
					.count()
					.plan({ spend: pureDp({ epsilon }) })
					.run();
				return true;
			} catch (error) {
				if (isVeilkitError(error, "ERR_DP_BUDGET_EXCEEDED")) return false;
				throw error;
			}
		};
		let accepted = true;
		for (const spend of spends) accepted = (await accepts(spend)) && accepted;
		return accepted === expected.accepted && (await accepts(expected.then)) === expected.thenAccepted;
	},
);

interface Degenerate {
	readonly call: string;
	readonly scale: number;
	readonly rho: number;
	readonly sensitivity: number;
	readonly threshold: number;
	readonly d: number;
	readonly epsilon: number;
	readonly delta: number;
	readonly maxPartitionsContributed: number;
}

const DEGENERATE: Readonly<Record<string, (given: Degenerate) => unknown>> = {
	laplaceEpsilon: ({ scale, sensitivity }) => discreteLaplaceEpsilon({ scale, sensitivity }),
	gaussianRho: ({ scale, sensitivity }) => gaussianRho({ sigma: scale, l2Sensitivity: sensitivity }),
	cdpDelta: ({ rho, epsilon }) => zcdpDelta({ rho, epsilon }),
	thresholdDelta: ({ scale, threshold, d }) => keySelectionDelta({ scale, threshold: BigInt(threshold), contribution: d }),
	partitionThreshold: ({ epsilon, delta, maxPartitionsContributed: maxGroups }) => keySelectionThreshold({ epsilon, delta, maxGroups }),
};

function refusesOrGives(
	act: () => unknown,
	expected: { readonly throws?: boolean; readonly epsilon?: number | string; readonly rho?: number | string },
): boolean {
	try {
		const given = act();
		return expected.throws !== true && given === Number(expected.epsilon ?? expected.rho);
	} catch (error) {
		return expected.throws === true && isVeilkitError(error, "ERR_INVALID_ARGUMENT");
	}
}

function* degenerate(group: VectorGroup): Iterable<ConformanceCase> {
	for (const test of testsOf<DpTest<Degenerate, Parameters<typeof refusesOrGives>[1]>>(group)) {
		const call = DEGENERATE[test.in.call];
		if (call === undefined) yield { id: test.id, skip: `${test.in.call} is not implemented`, run: () => false };
		else yield { id: test.id, run: () => refusesOrGives(() => call(test.in), test.out) };
	}
}

export const dp: FileAdapter = {
	file: "dp",
	groups: {
		...accountingGroups,
		...lossGroups,
		"discreteLaplace.pmf": law,
		"discreteLaplace.threshold": strictThreshold,
		"accuracy.scaleToAccuracy": accuracy,
		"behaviour.budget": exactBudget,
		"behaviour.degenerate": degenerate,
	},
};
