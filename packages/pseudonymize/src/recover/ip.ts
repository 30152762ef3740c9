export { type AddressOpener, createAddressOpener } from "./address-opener.ts";
export { ipOpener } from "./ip-opener.ts";
