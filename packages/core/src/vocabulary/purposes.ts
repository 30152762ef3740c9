/**
 * Purposes of processing: a selection of the W3C Data Privacy Vocabulary (DPV 2.3, module `purposes`) for ordinary businesses.
 *
 * Names, identifiers and labels are those of DPV, so that a record made here is understood by any other tool that speaks it.
 *
 * Includes material derived from the Data Privacy Vocabulary 2.3, https://w3id.org/dpv. Copyright © 2019-2026 World Wide Web Consortium.
 * https://www.w3.org/copyright/software-license-2023/
 */

/** Purposes by DPV name. */
export const PURPOSES = {
	// Running the relationship with a customer.
	AccountManagement: { iri: "https://w3id.org/dpv#AccountManagement", label: "Account Management" },
	CustomerManagement: { iri: "https://w3id.org/dpv#CustomerManagement", label: "Customer Management" },
	CustomerCare: { iri: "https://w3id.org/dpv#CustomerCare", label: "Customer Care" },
	CommunicationForCustomerCare: { iri: "https://w3id.org/dpv#CommunicationForCustomerCare", label: "Communication for Customer Care" },
	CustomerOrderManagement: { iri: "https://w3id.org/dpv#CustomerOrderManagement", label: "Customer Order Management" },
	CustomerRelationshipManagement: { iri: "https://w3id.org/dpv#CustomerRelationshipManagement", label: "Customer Relationship Management" },
	CustomerClaimsManagement: { iri: "https://w3id.org/dpv#CustomerClaimsManagement", label: "Customer Claims Management" },
	CustomerSolvencyMonitoring: { iri: "https://w3id.org/dpv#CustomerSolvencyMonitoring", label: "Customer Solvency Monitoring" },
	DeliveryOfGoods: { iri: "https://w3id.org/dpv#DeliveryOfGoods", label: "Delivery of Goods" },
	PaymentManagement: { iri: "https://w3id.org/dpv#PaymentManagement", label: "Payment Management" },
	// Providing and improving a service.
	ServiceProvision: { iri: "https://w3id.org/dpv#ServiceProvision", label: "Service Provision" },
	RequestedServiceProvision: { iri: "https://w3id.org/dpv#RequestedServiceProvision", label: "Requested Service Provision" },
	ServiceRegistration: { iri: "https://w3id.org/dpv#ServiceRegistration", label: "Service Registration" },
	ServicePersonalisation: { iri: "https://w3id.org/dpv#ServicePersonalisation", label: "Service Personalisation" },
	ServiceUsageAnalytics: { iri: "https://w3id.org/dpv#ServiceUsageAnalytics", label: "Service Usage Analytics" },
	ServiceMonitoring: { iri: "https://w3id.org/dpv#ServiceMonitoring", label: "Service Monitoring" },
	ServiceOptimisation: { iri: "https://w3id.org/dpv#ServiceOptimisation", label: "Service Optimisation" },
	TechnicalServiceProvision: { iri: "https://w3id.org/dpv#TechnicalServiceProvision", label: "Technical Service Provision" },
	ImproveExistingProductsAndServices: {
		iri: "https://w3id.org/dpv#ImproveExistingProductsAndServices",
		label: "Improve Existing Products and Services",
	},
	ProvideProductRecommendations: { iri: "https://w3id.org/dpv#ProvideProductRecommendations", label: "Provide Product Recommendations" },
	UserInterfacePersonalisation: { iri: "https://w3id.org/dpv#UserInterfacePersonalisation", label: "User Interface Personalisation" },
	// Marketing.
	Marketing: { iri: "https://w3id.org/dpv#Marketing", label: "Marketing" },
	DirectMarketing: { iri: "https://w3id.org/dpv#DirectMarketing", label: "Direct Marketing" },
	Advertising: { iri: "https://w3id.org/dpv#Advertising", label: "Advertising" },
	PersonalisedAdvertising: { iri: "https://w3id.org/dpv#PersonalisedAdvertising", label: "Personalised Advertising" },
	TargetedAdvertising: { iri: "https://w3id.org/dpv#TargetedAdvertising", label: "Targeted Advertising" },
	SocialMediaMarketing: { iri: "https://w3id.org/dpv#SocialMediaMarketing", label: "Social Media Marketing" },
	PublicRelations: { iri: "https://w3id.org/dpv#PublicRelations", label: "Public Relations" },
	// Security and identity.
	EnforceSecurity: { iri: "https://w3id.org/dpv#EnforceSecurity", label: "Enforce Security" },
	EnforceAccessControl: { iri: "https://w3id.org/dpv#EnforceAccessControl", label: "Enforce Access Control" },
	IdentityAuthentication: { iri: "https://w3id.org/dpv#IdentityAuthentication", label: "Identity Authentication" },
	IdentityVerification: { iri: "https://w3id.org/dpv#IdentityVerification", label: "Identity Verification" },
	AgeVerification: { iri: "https://w3id.org/dpv#AgeVerification", label: "Age Verification" },
	FraudPreventionAndDetection: { iri: "https://w3id.org/dpv#FraudPreventionAndDetection", label: "Fraud Prevention and Detection" },
	MisusePreventionAndDetection: { iri: "https://w3id.org/dpv#MisusePreventionAndDetection", label: "Misuse, Prevention and Detection" },
	// Obligations.
	FulfilmentOfContractualObligation: {
		iri: "https://w3id.org/dpv#FulfilmentOfContractualObligation",
		label: "Fulfilment of Contractual Obligation",
	},
	EstablishContractualAgreement: { iri: "https://w3id.org/dpv#EstablishContractualAgreement", label: "Establish Contractual Agreement" },
	LegalCompliance: { iri: "https://w3id.org/dpv#LegalCompliance", label: "Legal Compliance" },
	RightsFulfilment: { iri: "https://w3id.org/dpv#RightsFulfilment", label: "Rights Fulfilment" },
	DisputeManagement: { iri: "https://w3id.org/dpv#DisputeManagement", label: "Dispute Management" },
	CounterMoneyLaundering: { iri: "https://w3id.org/dpv#CounterMoneyLaundering", label: "Counter Money Laundering" },
	RecordManagement: { iri: "https://w3id.org/dpv#RecordManagement", label: "Record Management" },
	OrganisationRiskManagement: { iri: "https://w3id.org/dpv#OrganisationRiskManagement", label: "Organisation Risk Management" },
	// People who work or apply.
	HumanResourceManagement: { iri: "https://w3id.org/dpv#HumanResourceManagement", label: "Human Resource Management" },
	PersonnelManagement: { iri: "https://w3id.org/dpv#PersonnelManagement", label: "Personnel Management" },
	PersonnelPayment: { iri: "https://w3id.org/dpv#PersonnelPayment", label: "Personnel Payment" },
	RecruitmentManagement: { iri: "https://w3id.org/dpv#RecruitmentManagement", label: "Recruitment Management" },
	// Research and the public good.
	ResearchAndDevelopment: { iri: "https://w3id.org/dpv#ResearchAndDevelopment", label: "Research and Development" },
	ScientificResearch: { iri: "https://w3id.org/dpv#ScientificResearch", label: "Scientific Research" },
	AcademicResearch: { iri: "https://w3id.org/dpv#AcademicResearch", label: "Academic Research" },
	CommercialResearch: { iri: "https://w3id.org/dpv#CommercialResearch", label: "Commercial Research" },
	ProvideOfficialStatistics: { iri: "https://w3id.org/dpv#ProvideOfficialStatistics", label: "Provide Official Statistics" },
	ImproveHealthcare: { iri: "https://w3id.org/dpv#ImproveHealthcare", label: "Improve Healthcare" },
	PublicBenefit: { iri: "https://w3id.org/dpv#PublicBenefit", label: "Public Benefit" },
	// Passing data on.
	SellDataToThirdParties: { iri: "https://w3id.org/dpv#SellDataToThirdParties", label: "Sell Data to Third Parties" },
	SellInsightsFromData: { iri: "https://w3id.org/dpv#SellInsightsFromData", label: "Sell Insights from Data" },
	VendorManagement: { iri: "https://w3id.org/dpv#VendorManagement", label: "Vendor Management" },
} as const;

/** The name of a purpose: `DirectMarketing`. */
export type Purpose = keyof typeof PURPOSES;
