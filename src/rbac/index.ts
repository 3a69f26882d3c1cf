/**
 * Who may do what, as Argo CD's policies say it. Promises the decision Argo CD would make and the line that made it. Pure: knows neither tokens nor
 * ConfigMaps nor HTTP; building actions such as `delete/apps/Deployment/shop/web` and choosing between `rollback` and `sync` is the caller's business.
 */
export { createEnforcer, type Decision, type Enforcer, type EnforcerOptions, type Identity } from "./enforcer.ts";
export type { AccessRequest } from "./policy-index.ts";
export { parsePolicy } from "./parse-policy.ts";
export type { MatchMode, PolicyProblem } from "./policy-line.ts";
export { defaultRbacSettings, parseRbacSettings, type RbacSettings } from "./rbac-settings.ts";
export { validateProjectRoles } from "./validate-project-roles.ts";
export { describeDecision } from "./describe-decision.ts";
export { lintPolicy } from "./lint-policy.ts";
export { projectOf, projectScopedResources } from "./project-policy.ts";
