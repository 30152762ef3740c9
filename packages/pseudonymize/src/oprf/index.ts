export { createOprfClient, type OprfClient, type OprfClientOptions, type OprfEndpoint, type OprfOutputs } from "./client.ts";
export { deriveElementKey, ElementKey } from "./element-key.ts";
export { type ElementPseudonym, keyIdOfElement, showElement } from "./element-pseudonym.ts";
export type { OprfErrorCode } from "./error.ts";
export { createOprfKey, deriveOprfKey, OprfKey, type OprfKeyOptions } from "./key.ts";
export { createKeyUpdate, type KeyUpdate, openKeyUpdate } from "./key-update.ts";
export { createPseudonymClient, type OprfDomain, oprfInfo, type PseudonymClient, type PseudonymClientOptions } from "./pseudonym-client.ts";
export { createOprfServer, type OprfAdmission, type OprfCall, type OprfServer, type OprfServerOptions } from "./server.ts";
export type { OprfKeyPair, OprfMode, OprfSuite } from "./suite.ts";
export {
	createElementPseudonymizer,
	createElementReceiver,
	createElementSender,
	type ElementPseudonymizer,
	type ElementReceiver,
	type ElementSender,
} from "./three-party.ts";
