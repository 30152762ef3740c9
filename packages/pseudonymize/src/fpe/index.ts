export { type FpeOptions, type FpeTokenTreatment, fpe, fpeTreatments } from "./fpe-token.ts";
export { createIntEncryptor, type IntEncryptor, type IntFpeOptions } from "./int-encryptor.ts";
