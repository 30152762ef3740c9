/**
 * What FF1 encryption and decryption share: checks, the key schedule, and the rounds for each length of string, made when first met.
 */
import { checkBytes, checkInteger, checkOptions, invalidArgument } from "@veilkit/core";
import { type AesBlocks, createAesBlocks } from "../aes/blocks.ts";
import type { KernelOptions } from "../backend/options.ts";
import { keyDisposed } from "../internal/disposed.ts";
import type { Direction, Feistel } from "./feistel.ts";
import { createNarrowFeistel, NARROW_LIMIT } from "./narrow-feistel.ts";
import { ff1Shape } from "./shape.ts";
import { createWideFeistel } from "./wide-feistel.ts";

/** Options of FF1. */
export interface Ff1Options extends KernelOptions {
	/** How many different numerals there are: 2 to 65536. */
	readonly radix: number;
	/** Public data that the encryption depends on, up to 65,535 bytes: the same numerals under another tweak are unrelated. */
	readonly tweak: Uint8Array;
}

/** The smallest domain of SP 800-38G revision 1 (second draft, §5.1): radix^length is at least this. */
export const FF1_MIN_DOMAIN = 1_000_000;

/** The smallest domain of the first edition (2016). */
const LEGACY_MIN_DOMAIN = 100;

/** FF1 under one key, radix and tweak, in one direction. */
export interface Ff1Engine {
	run(numerals: Int32Array, length: number): void;
	dispose(): void;
}

interface EngineOptions extends Ff1Options {
	readonly direction: Direction;
	/** Whether domains from 100 are taken, for data of the first edition. */
	readonly legacyDomains: boolean;
	/** The caller, for errors. */
	readonly path: string;
}

function createFeistel(aes: AesBlocks, radix: number, length: number, tweak: Uint8Array): Feistel {
	const shape = ff1Shape(radix, length, tweak);
	return shape.rightModulus <= NARROW_LIMIT ? createNarrowFeistel(aes, shape) : createWideFeistel(aes, shape);
}

/** Whether radix^length is at least `smallest`. */
function domainReaches(radix: number, length: number, smallest: number): boolean {
	let size = 1;
	for (let numerals = 0; numerals < length && size < smallest; numerals++) size *= radix;
	return size >= smallest;
}

/** An engine; `key` is checked and expanded by the block cipher. */
export function createFf1Engine(key: Uint8Array, options: EngineOptions): Ff1Engine {
	const { direction, legacyDomains, path } = options;
	const radix = checkInteger(options.radix, `${path}(options.radix)`, { min: 2, max: 65_536 });
	const tweak = checkBytes(options.tweak, `${path}(options.tweak)`).slice();
	if (tweak.length > 65_535) throw invalidArgument(`${path}(options.tweak)`, "at most 65535 bytes");
	const smallest = legacyDomains ? LEGACY_MIN_DOMAIN : FF1_MIN_DOMAIN;
	const aes = createAesBlocks(key, options.backend === undefined ? {} : { backend: options.backend });
	const feistels = new Map<number, Feistel>();
	let disposed = false;

	function checkNumerals(numerals: Int32Array, length: number): void {
		if (!(numerals instanceof Int32Array)) throw invalidArgument(`${path}: numerals`, "a Int32Array");
		checkInteger(length, `${path}: length`, { min: 2, max: 2 ** 32 - 1 });
		if (!domainReaches(radix, length, smallest)) {
			throw invalidArgument(`${path}: length`, `at least as many numerals as make radix^length ${smallest} (SP 800-38G)`);
		}
		if (numerals.length % length !== 0) throw invalidArgument(`${path}: numerals`, "strings of equal length");
		for (let at = 0; at < numerals.length; at++) {
			if ((numerals[at] as number) >>> 0 >= radix) throw invalidArgument(`${path}: numerals`, "numerals from 0, below the radix");
		}
	}

	return {
		run(numerals, length) {
			if (disposed) throw keyDisposed("FF1");
			checkNumerals(numerals, length);
			let feistel = feistels.get(length);
			if (!feistel) {
				feistel = createFeistel(aes, radix, length, tweak);
				feistels.set(length, feistel);
			}
			feistel.run(numerals, direction);
		},
		dispose() {
			disposed = true;
			aes.dispose();
			for (const feistel of feistels.values()) feistel.dispose();
			feistels.clear();
		},
	};
}

/** Checks the names of the options of both directions. */
export function checkFf1Options<T extends Ff1Options>(options: T, path: string, further: readonly string[] = []): T {
	return checkOptions(options, `${path}(options)`, ["radix", "tweak", "backend", ...further]);
}
