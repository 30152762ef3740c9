/** ipcrypt (draft-denis-ipcrypt) in its four modes: `@veilkit/kernels` over the addresses that `@veilkit/pseudonymize/ip` reads and prints. */
import { fromHex, toHex } from "@veilkit/core";
import {
	createAesBlocks,
	createIpDeterministicDecryptor,
	createIpNdOpener,
	createIpNdSealer,
	createIpNdxOpener,
	createIpNdxSealer,
	createIpPrefixDecryptor,
	createIpPrefixEncryptor,
	type IpDecryptor,
	type IpOpener,
	type IpSealer,
} from "@veilkit/kernels";
import { formatIp, parseIp } from "@veilkit/pseudonymize/ip";
import { type ConformanceCase, type FileAdapter, testsOf, type VectorGroup } from "../runner.ts";

interface IpTest {
	readonly key: string;
	readonly ip: string;
	readonly tweak?: string;
	readonly out: string;
}

/** Cases of a group; its tests have no ids. */
function cases(answersAs: (test: IpTest) => boolean) {
	return function* (group: VectorGroup): Iterable<ConformanceCase> {
		for (const [index, test] of testsOf<IpTest>(group).entries()) yield { id: String(index), run: () => answersAs(test) };
	};
}

/** Address to address and back. */
function mapping(encryptor: (key: Uint8Array) => (address: Uint8Array) => void, decryptor: (key: Uint8Array) => IpDecryptor) {
	return cases(({ key, ip, out }) => {
		const address = parseIp(ip);
		encryptor(fromHex(key))(address);
		const encrypted = formatIp(address);
		decryptor(fromHex(key)).decryptAddress(address);
		return encrypted === out && formatIp(address) === ip;
	});
}

/** Address and tweak to bytes and back. */
function sealing(sealer: (key: Uint8Array) => IpSealer, opener: (key: Uint8Array) => IpOpener) {
	return cases(({ key, ip, tweak, out }) => {
		const sealed = sealer(fromHex(key)).seal(parseIp(ip), fromHex(tweak ?? ""));
		return toHex(sealed) === out && formatIp(opener(fromHex(key)).open(sealed)) === ip;
	});
}

export const ipcrypt: FileAdapter = {
	file: "ipcrypt",
	groups: {
		"ipcrypt-deterministic": mapping((key) => (address) => createAesBlocks(key).encryptBlocks(address), createIpDeterministicDecryptor),
		"ipcrypt-pfx": mapping((key) => (address) => createIpPrefixEncryptor(key).encryptAddress(address), createIpPrefixDecryptor),
		"ipcrypt-nd": sealing(createIpNdSealer, createIpNdOpener),
		"ipcrypt-ndx": sealing(createIpNdxSealer, createIpNdxOpener),
	},
};
