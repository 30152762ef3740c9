export { AES_BLOCK_BYTES, type AesBlocks, createAesBlocks } from "./aes/blocks.ts";
export { AES_SIV_TAG_BYTES, type AesSivSealer, createAesSivSealer } from "./aes/siv.ts";
export { type AesSivOpener, createAesSivOpener } from "./aes/siv-open.ts";
export { kernelBackend } from "./backend/kernel-backend.ts";
export type { KernelBackend, KernelOptions } from "./backend/options.ts";
export { createFf1Decryptor, type Ff1DecryptOptions, type Ff1Decryptor } from "./ff1/decrypt.ts";
export { createFf1Encryptor, type Ff1Encryptor } from "./ff1/encrypt.ts";
export { FF1_MIN_DOMAIN, type Ff1Options } from "./ff1/engine.ts";
export { createHmacSha256, type HmacSha256 } from "./hash/hmac-sha256.ts";
export { HMAC_SHA256_BYTES } from "./hash/hmac-twin.ts";
export {
	createIpDeterministicDecryptor,
	createIpNdOpener,
	createIpNdxOpener,
	createIpPrefixDecryptor,
	type IpDecryptor,
	type IpOpener,
} from "./ipcrypt/decrypt.ts";
export { createIpNdSealer, createIpNdxSealer, createIpPrefixEncryptor, type IpPrefixEncryptor, type IpSealer } from "./ipcrypt/encrypt.ts";
export { createDiscreteLaplace, type IntegerSampler, type NoiseScale } from "./noise/discrete-laplace.ts";
export { createUniformIntegers, type UniformIntegers } from "./noise/uniform-integers.ts";
