export { type FpeOpenerOptions, fpeOpener } from "./fpe-opener.ts";
export { createIntDecryptor, type IntDecryptor } from "./int-decryptor.ts";
