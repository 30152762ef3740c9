/**
 * The dice of the generator: one seeded stream that every choice draws from, and one faker a language on top of it.
 *
 * Nothing here reads the clock or the platform's randomness, and no function of `Math` is used that engines round differently, so that the
 * files come out the same byte for byte everywhere.
 */
import { base, en, Faker, generateMersenne53Randomizer, type LocaleDefinition, type Randomizer } from "@faker-js/faker";

/** A choice and its weight. */
export interface Weighted {
	readonly weight: number;
}

/** The dice. */
export interface Dice {
	/** A number in [0, 1). */
	unit(): number;
	/** True with this probability. */
	chance(probability: number): boolean;
	/** An integer, both ends included. */
	integer(low: number, high: number): number;
	/** An item, by weight. */
	pick<T extends Weighted>(items: readonly T[]): T;
	/** A faker of a language that draws from the same stream. */
	faker(locale: LocaleDefinition): Faker;
}

/** Dice that fall the same way for the same seed. */
export function createDice(seed: number): Dice {
	const randomizer: Randomizer = generateMersenne53Randomizer(seed);
	const fakers = new Map<LocaleDefinition, Faker>();
	const unit = (): number => randomizer.next();
	return {
		unit,
		chance: (probability) => unit() < probability,
		integer: (low, high) => low + Math.floor(unit() * (high - low + 1)),
		pick(items) {
			const total = items.reduce((sum, item) => sum + item.weight, 0);
			let rest = unit() * total;
			for (const item of items) {
				rest -= item.weight;
				if (rest < 0) return item;
			}
			return items[items.length - 1] as (typeof items)[number];
		},
		faker(locale) {
			let faker = fakers.get(locale);
			if (faker === undefined) {
				faker = new Faker({ locale: [locale, en, base], randomizer });
				fakers.set(locale, faker);
			}
			return faker;
		},
	};
}
