/** Where the platform's own objects live in kcp. */
export const ROOT = 'root';
export const SYSTEM = 'root:platform-mesh-system';
export const ORGS = 'root:orgs';
export const PROVIDERS = 'root:providers';

/** Exports of the platform, and of kcp itself. */
export const CORE_EXPORT = { name: 'core.platform-mesh.io', path: SYSTEM } as const;
export const SYSTEM_EXPORT = { name: 'system.platform-mesh.io', path: SYSTEM } as const;
export const PROVIDERS_EXPORT = { name: 'providers.platform-mesh.io', path: SYSTEM } as const;
export const TERMINAL_EXPORT = { name: 'terminal.platform-mesh.io', path: SYSTEM } as const;
export const TENANCY_EXPORT = { name: 'tenancy.kcp.io', path: ROOT } as const;
export const TOPOLOGY_EXPORT = { name: 'topology.kcp.io', path: ROOT } as const;
