/**
 * IP addresses as text and as 16 bytes; IPv4 is mapped into IPv6 (::ffff:0:0/96, RFC 4291 §2.5.5.2), as ipcrypt has it.
 *
 * Reads what RFC 4291 §2.2 allows, and four decimal numbers without leading zeros for IPv4. Prints the one form of RFC 5952. Zone ids and
 * prefix lengths are no part of an address.
 */
import { type Bytes, invalidArgument } from "@veilkit/core";

/** Bytes of an address. */
export const ADDRESS_BYTES = 16;
const DECIMAL = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[\dA-Fa-f]{1,4}$/;

/** The two groups of an IPv4 address, or undefined. */
function ipv4Groups(text: string): readonly number[] | undefined {
	const parts = text.split(".");
	if (parts.length !== 4 || !parts.every((part) => DECIMAL.test(part) && Number(part) < 256)) return undefined;
	const [a, b, c, d] = parts.map(Number) as [number, number, number, number];
	return [(a << 8) | b, (c << 8) | d];
}

/** The groups between colons; the last can be an IPv4 address. An empty text has none. */
function groupsOf(text: string, isLast: boolean): readonly number[] | undefined {
	if (text === "") return [];
	const parts = text.split(":");
	const tail = isLast ? ipv4Groups(parts.at(-1) as string) : undefined;
	const hex = tail ? parts.slice(0, -1) : parts;
	if (!hex.every((part) => GROUP.test(part))) return undefined;
	return [...hex.map((part) => Number.parseInt(part, 16)), ...(tail ?? [])];
}

function ipv6Groups(text: string): readonly number[] | undefined {
	const halves = text.split("::");
	const [left, right] = halves.map((half, index) => groupsOf(half, index === halves.length - 1));
	if (left === undefined || halves.length > 2) return undefined;
	if (halves.length === 1) return left.length === 8 ? left : undefined;
	const zeros = 8 - left.length - (right?.length ?? 8);
	return right === undefined || zeros < 1 ? undefined : [...left, ...new Array<number>(zeros).fill(0), ...right];
}

/** The 16 bytes of an address; undefined if the text is none. */
export function readAddress(text: string): Bytes | undefined {
	const ipv4 = ipv4Groups(text);
	const groups = ipv4 ? [0, 0, 0, 0, 0, 0xffff, ...ipv4] : ipv6Groups(text);
	if (groups === undefined) return undefined;
	const bytes = new Uint8Array(ADDRESS_BYTES);
	for (const [index, group] of groups.entries()) {
		bytes[2 * index] = group >>> 8;
		bytes[2 * index + 1] = group;
	}
	return bytes;
}

/**
 * The 16 bytes of an address.
 *
 * @param text - IPv4 (`192.0.2.1`) or IPv6 (`2001:db8::1`)
 *
 * @example
 * ```ts
 * import { parseIp } from "@veilkit/pseudonymize/ip";
 * parseIp("192.0.2.1"); // 16 bytes: ::ffff:192.0.2.1
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, without the text
 */
export function parseIp(text: string): Bytes {
	const address = typeof text === "string" ? readAddress(text) : undefined;
	if (address === undefined) throw invalidArgument("parseIp(text)", "an IPv4 or IPv6 address");
	return address;
}

/** Start and length of the longest run of at least two zero groups, the first of equals; length 0 if there is none. */
function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
	let best = { start: 0, length: 0 };
	for (let start = 0; start < groups.length; start++) {
		let end = start;
		while (groups[end] === 0) end++;
		if (end - start > Math.max(1, best.length)) best = { start, length: end - start };
	}
	return best;
}

/**
 * The canonical text of an address (RFC 5952 §4): IPv4 in dots, IPv6 in lower case with the longest run of zero groups left out.
 *
 * @param address - 16 bytes
 *
 * @example
 * ```ts
 * import { formatIp, parseIp } from "@veilkit/pseudonymize/ip";
 * formatIp(parseIp("2001:DB8:0:0:0:0:0:1")); // "2001:db8::1"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function formatIp(address: Uint8Array): string {
	if (!(address instanceof Uint8Array) || address.length !== ADDRESS_BYTES) throw invalidArgument("formatIp(address)", "16 bytes");
	const groups = Array.from({ length: 8 }, (_, index) => ((address[2 * index] as number) << 8) | (address[2 * index + 1] as number));
	if (groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)) return address.subarray(12).join(".");
	const texts = groups.map((group) => group.toString(16));
	const { start, length } = longestZeros(groups);
	if (length === 0) return texts.join(":");
	return `${texts.slice(0, start).join(":")}::${texts.slice(start + length).join(":")}`;
}
