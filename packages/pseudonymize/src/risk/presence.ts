/**
 * A release beside the population it was drawn from: k-map and δ-presence.
 *
 *   k-map       the smallest population class that has a row in the release (Sweeney, "Computational disclosure control", MIT 2001): whoever does not
 *               know who is in the release is left with that many people; the journalist's risk is its reciprocal
 *   δ-presence  the least and greatest chance of a person of the population to be in the release, by class: rows released / rows in the population
 *               (Nergiz, Atzori, Clifton, "Hiding the presence of individuals from shared databases", SIGMOD 2007); a class without a released row counts as 0
 *
 * The population must have the same columns, generalised in the same way.
 */
import { VeilkitError } from "@veilkit/core";
import type { PopulationRisk } from "./figures.ts";

/** The figures from the sizes of the classes: those of the release, and those of the population (the release's first, in their order). */
export function presenceOf(released: Int32Array, population: Int32Array): PopulationRisk {
	let kMap = released.length === 0 ? 0 : Number.POSITIVE_INFINITY;
	let least = released.length === 0 ? 0 : 1;
	let greatest = 0;
	let rows = 0;
	for (const [number, size] of population.entries()) {
		const inRelease = released[number] ?? 0;
		if (inRelease > size) throw populationTooSmall();
		rows += size;
		least = Math.min(least, inRelease / size);
		greatest = Math.max(greatest, inRelease / size);
		if (inRelease > 0) kMap = Math.min(kMap, size);
	}
	return { rows, kMap, presence: { least, greatest } };
}

function populationTooSmall(): VeilkitError<"ERR_PSEUDONYMIZE_POPULATION"> {
	return new VeilkitError(
		"ERR_PSEUDONYMIZE_POPULATION",
		"options.population: a class has fewer rows than in the release; give the table that the release was drawn from, generalised in the same way",
	);
}
