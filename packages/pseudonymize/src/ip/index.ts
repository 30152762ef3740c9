export { formatIp, parseIp } from "./address.ts";
export { type AddressModeOptions, type AddressSealer, createAddressSealer } from "./address-sealer.ts";
export { type IpOptions, type IpTokenTreatment, ip, ipTreatments } from "./ip-token.ts";
