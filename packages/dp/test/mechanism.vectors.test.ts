import {
	discreteLaplaceMass,
	discreteLaplaceQuantile,
	discreteLaplaceTail,
	discreteLaplaceVariance,
	keySelectionDelta,
} from "@veilkit/dp/mechanisms";
import { describe, expect, it } from "vitest";
import vectors from "../vectors/discrete-laplace.json" with { type: "json" };

interface Case {
	readonly in: Readonly<Record<string, string | number>>;
	readonly out: Readonly<Record<string, number>>;
}

function casesOf(id: string): readonly Case[] {
	const found = (vectors.groups as readonly { readonly id: string; readonly cases: readonly Case[] }[]).find((group) => group.id === id);
	if (found === undefined) throw new RangeError(`no group ${id}`);
	return found.cases;
}

/** Whether the bracket is tight around the expected number, up to the rounding of its source. */
function expectAround({ low, high }: { readonly low: number; readonly high: number }, expected: number, relative: number): void {
	expect(low).toBeLessThanOrEqual(high);
	expect(low).toBeGreaterThanOrEqual(expected * (1 - relative));
	expect(high).toBeLessThanOrEqual(expected * (1 + relative));
}

describe("the discrete Laplace law", () => {
	it.each(casesOf("discreteLaplace.pmf"))("$in", ({ in: { scale, x }, out }) => {
		expectAround(discreteLaplaceMass(scale as string, x as number), out["pmf"] as number, 1e-12);
		expectAround(discreteLaplaceTail(scale as string, x as number), out["tailGe"] as number, 1e-12);
		expectAround(discreteLaplaceVariance(scale as string), out["variance"] as number, 1e-12);
	});

	it.each(casesOf("discreteLaplace.threshold"))("threshold $in, by the strict rule", ({ in: given, out }) => {
		const delta = keySelectionDelta({
			scale: given["scale"] as number,
			threshold: BigInt(given["threshold"] as number),
			contribution: given["d"] as number,
		});
		expectAround({ low: delta, high: delta }, out["deltaStrict"] as number, 1e-9);
	});

	// The vector is the real a with P(|Z| ≥ a) = α by the closed form; ours is the least integer w with P(|Z| > w) = P(|Z| ≥ w + 1) ≤ α.
	it.each(casesOf("accuracy.scaleToAccuracy"))("quantile $in", ({ in: { scale, alpha }, out }) => {
		expect(discreteLaplaceQuantile(scale as number, alpha as number)).toBe(
			BigInt(Math.max(0, Math.ceil(out["discreteLaplace"] as number) - 1)),
		);
	});
});
