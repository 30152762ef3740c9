/**
 * AES-128 with a tweak of 8 bytes (KIASU-BC, as ipcrypt-nd takes it): the tweak is added to the upper two rows of the state with every
 * round key. An empty tweak of zeros is plain AES.
 *
 * Runs on noble's block functions, which use tables and are not constant-time. Decryption is the equivalent inverse cipher (FIPS 197 §5.3.5),
 * in which the tweak passes through InvMixColumns like the round keys do.
 */
import { unsafe } from "@noble/ciphers/aes.js";
import { loadWord, storeWord } from "../aes/table-blocks.ts";

/** Bytes of a KIASU-BC tweak. */
export const KIASU_TWEAK_BYTES = 8;

/** The four words that a tweak adds to each round key: two bytes in every column. */
function tweakWords(tweak: Uint8Array): Uint32Array {
	return Uint32Array.from({ length: 4 }, (_, column) => (tweak[2 * column] as number) | ((tweak[2 * column + 1] as number) << 8));
}

/** MixColumns of one column, its first byte lowest. */
function mixColumn(word: number): number {
	const doubled = ((word & 0x7f7f7f7f) << 1) ^ (((word >>> 7) & 0x01010101) * 0x1b);
	const turned = doubled ^ word;
	return doubled ^ ((turned >>> 8) | (turned << 24)) ^ ((word >>> 16) | (word << 16)) ^ ((word >>> 24) | (word << 8));
}

/** InvMixColumns: MixColumns has order four. */
function inverseMixColumn(word: number): number {
	return mixColumn(mixColumn(mixColumn(word)));
}

type BlockFunction = typeof unsafe.encrypt;

function runBlock(block: Uint8Array, schedule: Uint32Array, blockFunction: BlockFunction): void {
	const { s0, s1, s2, s3 } = blockFunction(schedule, loadWord(block, 0), loadWord(block, 4), loadWord(block, 8), loadWord(block, 12));
	storeWord(block, 0, s0);
	storeWord(block, 4, s1);
	storeWord(block, 8, s2);
	storeWord(block, 12, s3);
	schedule.fill(0);
}

/** Encrypts a block in place under the schedule of {@link unsafe.expandKeyLE} and a tweak. */
export function encryptTweaked(schedule: Uint32Array, block: Uint8Array, tweak: Uint8Array): void {
	const words = tweakWords(tweak);
	runBlock(
		block,
		schedule.map((word, index) => word ^ (words[index % 4] as number)),
		unsafe.encrypt,
	);
}

/** Decrypts a block in place under the schedule of {@link unsafe.expandKeyDecLE} and a tweak. */
export function decryptTweaked(schedule: Uint32Array, block: Uint8Array, tweak: Uint8Array): void {
	const outer = tweakWords(tweak);
	const middle = outer.map(inverseMixColumn);
	const tweaked = schedule.map((word, index) => {
		const words = index < 4 || index >= schedule.length - 4 ? outer : middle;
		return word ^ (words[index % 4] as number);
	});
	runBlock(block, tweaked, unsafe.decrypt);
}
