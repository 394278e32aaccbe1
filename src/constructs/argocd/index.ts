/** Argo CD: Applications that sync and heal on their own. The project of a platform is a plain `AppProject`. */
export { helmValuesText } from './helm-values.js';
export { SelfHealingApplication, type ApplicationSource, type SelfHealingApplicationProps } from './self-healing-application.js';
