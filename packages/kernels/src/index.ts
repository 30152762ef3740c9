export { AES_BLOCK_BYTES, type AesBlocks, createAesBlocks } from "./aes/blocks.ts";
export { AES_SIV_TAG_BYTES, type AesSivSealer, createAesSivSealer } from "./aes/siv.ts";
export { type AesSivOpener, createAesSivOpener } from "./aes/siv-open.ts";
export { createHmacSha256, HMAC_SHA256_BYTES, type HmacSha256 } from "./hash/hmac-sha256.ts";
export { createDiscreteLaplace, type IntegerSampler, type NoiseScale } from "./noise/discrete-laplace.ts";
export { createUniformIntegers, type UniformIntegers } from "./noise/uniform-integers.ts";
