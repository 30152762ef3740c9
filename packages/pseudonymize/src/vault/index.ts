export type { AccessRate } from "./access-rate.ts";
export type { VaultAction, VaultEvent } from "./event.ts";
export { openPayload, sealPayload } from "./seal.ts";
export {
	openVault,
	type Vault,
	type VaultAccess,
	type VaultAlert,
	type VaultErrorCode,
	type VaultOptions,
	type VaultToken,
} from "./vault.ts";
